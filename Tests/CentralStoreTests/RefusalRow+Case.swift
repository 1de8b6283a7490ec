import CampusCard
import CentralStore
import Testing

/// Refusals of the calls that open, lead and end a case.
extension RefusalRow {
    static let openRows: [RefusalRow] = [
        RefusalRow(.open, .quoteExpired) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            rig.clock.advance(seconds: 300)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .quoteExpired) { rig in
            let business = try RigCase(rig, "c-1")
            let foreign = try RigCase(rig, "c-2", StoreRig.bo).quote().quote
            let call = OpenCall(session: business.session, quote: foreign)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            _ = try business.void(nil)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .frozen) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            try rig.desk.setFrozen(StoreRig.mei, true)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.open, .insufficientFunds) { rig in
            let first = try RigCase(rig, "c-1", try Self.rich(rig, balance: StoreRig.fee))
            let quote = try first.quote().quote
            let elsewhere = try RigCase(rig, "c-2", Self.newNumber, at: StoreRig.k2)
            _ = try elsewhere.committed(blank: 100)
            _ = try elsewhere.void(100)
            try rig.spend(Money(fen: 1), of: "a50")
            let call = OpenCall(session: first.session, quote: quote)
            return try rig.refusal(call, first.id)
        },
        RefusalRow(.open, .kioskNotInService) { rig in
            let business = try RigCase(rig, "c-1")
            let quote = try business.quote().quote
            try rig.desk.setKiosk(StoreRig.k1, inService: false, why: nil)
            let call = OpenCall(session: business.session, quote: quote)
            return try rig.refusal(call, business.id)
        },
    ]

    /// A store that lives anew refuses what would bring a card nearer to a student.
    static let replayRows: [RefusalRow] = [
        RefusalRow(.quote, .storeReplaying) { rig in
            let business = try RigCase(rig, "c-1")
            try rig.desk.beginLife(why: "test")
            return try Self.quoteRefusal(rig, business)
        },
        RefusalRow(.open, .storeReplaying) { rig in
            let business = try RigCase(rig, "c-1")
            let call = OpenCall(session: business.session, quote: try business.quote().quote)
            try rig.desk.beginLife(why: "test")
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.bind, .storeReplaying) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            try rig.desk.beginLife(why: "test")
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.commit, .storeReplaying) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            try rig.desk.beginLife(why: "test")
            return try Self.commitRefusal(business, fence)
        },
    ]

    static let bindRows: [RefusalRow] = [
        RefusalRow(.bind, .outOfOrder) { rig in
            try rig.refusal(BindCall(fence: Fence(1), uid: StoreRig.uid(100)), other)
        },
        RefusalRow(.bind, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            let (fence, _) = try business.committed(blank: 100)
            let call = BindCall(fence: fence, uid: StoreRig.uid(101))
            return try rig.refusal(call, business.id, attempt: 2)
        },
        RefusalRow(.bind, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            rig.clock.advance(seconds: 600)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = Fence(try business.open().fence.value - 1)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.void(nil)
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .uidUsed) { rig in
            let business = try RigCase(rig, "c-1")
            let call = BindCall(fence: try business.open().fence, uid: StoreRig.uid(2))
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.bind, .uidUsed) { rig in
            let business = try RigCase(rig, "c-1")
            let random = try #require(CardUID([0x08, 1, 2, 3]))
            return try rig.refusal(
                BindCall(fence: try business.open().fence, uid: random), business.id)
        },
        RefusalRow(.bind, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            let fence = try business.open().fence
            return try rig.refusal(BindCall(fence: fence, uid: StoreRig.uid(100)), business.id)
        },
        RefusalRow(.bind, .blankLimit) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try business.bind(fence, 101, attempt: 2)
            let call = BindCall(fence: fence, uid: StoreRig.uid(102))
            return try rig.refusal(call, business.id, attempt: 3)
        },
    ]

    static let commitRows: [RefusalRow] = [
        RefusalRow(.commit, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            return try Self.commitRefusal(business, try business.open().fence)
        },
        RefusalRow(.commit, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            rig.clock.advance(seconds: 600)
            return try Self.commitRefusal(business, fence)
        },
        RefusalRow(.commit, .leaseLost) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try RigCase(rig, "c-2", at: StoreRig.k2).open()
            return try Self.commitRefusal(business, fence)
        },
        RefusalRow(.commit, .caseEnded) { rig in
            let business = try RigCase(rig, "c-1")
            let fence = try business.open().fence
            _ = try business.bind(fence, 100)
            _ = try business.void(100)
            return try Self.commitRefusal(business, fence)
        },
    ]

    static let endingRows: [RefusalRow] = [
        RefusalRow(.abandon, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            _ = try business.committed(blank: 100)
            let call = AbandonCall(reason: .walkedAway, spoiled: [])
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.abandon, .malformed) { rig in
            let call = AbandonCall(reason: .walkedAway, spoiled: (1...9).map(StoreRig.uid))
            return try rig.refusal(call, other)
        },
        RefusalRow(.void, .outOfOrder) { rig in
            let business = try RigCase(rig, "c-1")
            let (_, plan) = try business.committed(blank: 100)
            let fact = KioskFact.delivered(
                caseID: business.id, uid: plan.uid, evidence: .takenSeenLive)
            _ = try rig.push([fact], from: 1)
            return try rig.refusal(VoidCall(uid: plan.uid), business.id)
        },
        RefusalRow(.void, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            _ = try business.open()
            return try rig.refusal(VoidCall(uid: nil), business.id)
        },
        RefusalRow(.get, .conflict) { rig in
            let business = try RigCase(rig, "c-1", at: StoreRig.k2)
            _ = try business.open()
            return try rig.refusal(GetCall(), business.id)
        },
        RefusalRow(.get, .malformed) { rig in try rig.refusal(GetCall(), nil) },
    ]
}
