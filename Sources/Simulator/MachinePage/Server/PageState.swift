/// What the page draws: the machine, the last lines of the record, and the last USB messages.
struct PageState: Encodable {
    let machine: MachineView
    let truth: [TruthEntry]
    let traffic: [TrafficLine]

    private enum Lists: String, CodingKey {
        case truth, traffic
    }

    /// One flat object: the machine's members beside the two lists.
    func encode(to encoder: any Encoder) throws {
        try machine.encode(to: encoder)
        var lists = encoder.container(keyedBy: Lists.self)
        try lists.encode(truth, forKey: .truth)
        try lists.encode(traffic, forKey: .traffic)
    }
}
