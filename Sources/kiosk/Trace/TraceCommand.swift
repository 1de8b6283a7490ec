import ArgumentParser

/// `kiosk trace`.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Keep and read what passed between the kiosk and its devices.",
        discussion: """
            A trace is a pcap file of USB transfers, which Wireshark shows too. A running kiosk \
            keeps the newest ones in memory, and dumps them into its folder of traces when a \
            device that worked faults, or when it is told to; `kiosk run --trace` writes all of \
            them. Key material and card contents are not in it.

            Example:
              kiosk trace dump --config /etc/kiosk/kiosk.json
              kiosk trace show /var/lib/kiosk/usb.pcap --language zh
            """,
        subcommands: [ShowTrace.self, DumpTrace.self])
}
