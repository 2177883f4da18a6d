package dev.penstock.samples.shop.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Goes through the shop: buys, pays as far as the bank lets it, wants what is sold out, and asks for the report. */
final class Customer {

    private static final String[] ARTICLES = {"cup", "kettle", "teapot"};

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String shop;
    private final Map<Integer, Integer> answers = new TreeMap<>();

    Customer(String shop) {
        this.shop = shop;
    }

    /** Comes in, and goes when done: with the number of answers of each HTTP status. */
    Map<Integer, Integer> visit() throws IOException, InterruptedException {
        for (int id = 1; id <= 12; id++) {
            post("/orders", purchase(ARTICLES[id % ARTICLES.length], 1 + id % 2));
            post("/orders/" + id + "/payment", "");
        }
        post("/orders", purchase("teapot", 100));
        get("/orders");
        get("/orders/report");
        return answers;
    }

    private static String purchase(String article, int quantity) {
        return "{\"article\": \"" + article + "\", \"quantity\": " + quantity + "}";
    }

    private void get(String path) throws IOException, InterruptedException {
        send(request(path).GET());
    }

    private void post(String path, String json) throws IOException, InterruptedException {
        send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(shop + path)).timeout(Duration.ofSeconds(20));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        answers.merge(status, 1, Integer::sum);
    }
}
