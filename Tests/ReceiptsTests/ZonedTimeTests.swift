import KioskPorts
import Testing

@Suite("Zoned time")
struct ZonedTimeTests {
    @Test(
        "Seconds and an offset become the civil date and time of the zone",
        arguments: [
            (0, 0, "1970-01-01T00:00:00+00:00"), (-1, 0, "1969-12-31T23:59:59+00:00"),
            (951_782_400, 0, "2000-02-29T00:00:00+00:00"),
            (1_709_164_799, 0, "2024-02-28T23:59:59+00:00"),
            (1_709_164_800, 28_800, "2024-02-29T08:00:00+08:00"),
            (4_107_542_400, 0, "2100-03-01T00:00:00+00:00"),
            (1_795_356_077, 28_800, "2026-11-22T22:01:17+08:00"),
            (1_795_356_077, -12_600, "2026-11-22T10:31:17-03:30"),
            (1_798_732_800, 28_800, "2027-01-01T00:00:00+08:00"),
        ])
    func civilTime(seconds: Int64, offset: Int32, expected: String) {
        #expect(ZonedTime(unixSeconds: seconds, offsetSeconds: offset).rfc3339 == expected)
    }

    @Test("People read it with a space and without the zone")
    func shownTime() {
        #expect(ReceiptFixtures.time.description == "2026-11-22 22:01:17")
    }
}
