package import DeviceProtocols

/// Why a file, or the rest of it, is no trace: where, and what was found, in both languages.
package struct TraceFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Of the first byte that is wrong.
    package let offset: Int
    package let words: TraceWords

    package var description: String { words.english }

    package init(_ fault: USBCaptureFault) {
        offset = fault.offset
        words =
            TraceWords("at byte \(fault.offset): ", "第 \(fault.offset) 字节：")
            + Self.words(fault.kind)
    }

    private static func words(_ kind: USBCaptureFault.Kind) -> TraceWords {
        switch kind {
        case .noCapture: TraceWords("this is no pcap file", "不是 pcap 文件")
        case .nextGeneration:
            TraceWords(
                "this is a pcapng file; convert it with: editcap -F pcap FILE NEW",
                "这是 pcapng 文件，请先转换：editcap -F pcap 原文件 新文件")
        case .bigEndian:
            TraceWords("this pcap file is of a big-endian machine", "这是大端机器的 pcap 文件")
        case .linkType(let type):
            TraceWords(
                "its packets are of link type \(type); a USB trace has \(USBCaptureFile.linkType)",
                "数据包链路类型为 \(type)；USB 跟踪文件应为 \(USBCaptureFile.linkType)")
        case .cut(let needed, let present):
            TraceWords(
                "the file is cut off: \(needed) bytes should follow, \(present) do",
                "文件被截断：此后应有 \(needed) 字节，实有 \(present) 字节")
        case .recordTooLong(let length):
            TraceWords(
                "damaged: a record of \(length) bytes; the longest is \(USBCaptureFile.snapLength)",
                "文件损坏：记录长 \(length) 字节；上限 \(USBCaptureFile.snapLength)")
        case .packetTooShort(let length):
            TraceWords(
                "damaged: a packet of \(length) bytes; its header alone has "
                    + "\(USBCapturePacket.headerLength)",
                "文件损坏：数据包仅 \(length) 字节；包头就有 \(USBCapturePacket.headerLength) 字节")
        case .unknownEvent(let byte):
            TraceWords(
                "damaged: \(TraceHex.of([byte])) is no event of a transfer",
                "文件损坏：\(TraceHex.of([byte])) 不是传输事件")
        case .unknownTransfer(let byte):
            TraceWords(
                "damaged: \(TraceHex.of([byte])) is no kind of transfer",
                "文件损坏：\(TraceHex.of([byte])) 不是传输类型")
        case .dataMissing(let stated, let present):
            TraceWords(
                "damaged: a packet states \(stated) bytes of data and holds \(present)",
                "文件损坏：数据包声明 \(stated) 字节数据，实有 \(present) 字节")
        case .time(let seconds):
            TraceWords(
                "damaged: \(seconds) s since 1970 is no time of a packet",
                "文件损坏：1970 年起 \(seconds) 秒不是有效时间")
        }
    }
}
