extension Machine {
    /// All power goes at once: motors stop under the cards, and every device leaves the bus.
    /// Nothing happens twice.
    package mutating func cutPower() {
        guard isPowered else { return }
        isPowered = false
        note(.powerCut)
        moving = nil
        lastEnd = nil
        if stations[.exit] != nil, exitSince == nil { openExit() }
    }

    package mutating func restorePower() {
        guard !isPowered else { return }
        isPowered = true
        powerCycles += 1
        note(.powerOn)
        if exitSince != nil { exitSince = now }
    }

    /// Pulls a plug or puts it in. Nothing happens when it is so already.
    package mutating func setPlug(_ plug: Plug, in isIn: Bool) {
        guard plugged.contains(plug) != isIn else { return }
        if isIn { plugged.insert(plug) } else { plugged.remove(plug) }
        note(isIn ? .plugPut : .plugPulled, detail: plug.rawValue)
    }

    /// Switches the counting of dropped cards on or off.
    package mutating func setCounting(_ isOn: Bool) {
        isCounting = isOn
    }

    /// Sets the unit's count of the cards in the bin.
    /// - Precondition: 0...999, which is what the wire can carry.
    package mutating func setBinCounter(_ count: Int) {
        precondition(
            (0..<Self.binCounterModulus).contains(count), "the bin counter has three digits")
        binCounter = count
        note(.counted, detail: String(count))
    }
}
