package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintTest {

    @Test
    void whatIsPrintedCountsMoreThanAStatus() {
        assertThat(Complaint.in(List.of("status: WARN 3 events dropped", "3 events were lost")))
                .isEqualTo(Complaint.PRINTED);
        assertThat(Complaint.in(List.of("status: WARN 3 events dropped"))).isEqualTo(Complaint.STATUS);
    }

    @Test
    void theJvmsOwnWarningsAndGoodNewsAreNoComplaints() {
        assertThat(Complaint.in(List.of("WARNING: a method that will fail some day", "closed: delivered 3")))
                .isEqualTo(Complaint.NONE);
    }
}
