/// By when what is cleared away has ended: each heartbeat of each kiosk looks for it.
enum EndIndexSchema {
    static let sql = """
        CREATE INDEX session_end ON session (campus, ends_tick);
        CREATE INDEX quote_end ON quote (campus, ends_tick);
        """
}
