package dev.penstock.samples.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The shop. */
@SpringBootApplication
@EnableScheduling
public class ShopApplication {

    /**
     * Opens the shop.
     *
     * @param args as any Spring Boot application takes them
     */
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
