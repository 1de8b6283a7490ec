extension FMCOSMemory {
    /// What a loss of power within the write from `before` to this memory may leave where the maker
    /// promises nothing: half of the bytes of a file, a key or a new file with a wrong check sum.
    /// Everything else is undone.
    func torn(since before: FMCOSMemory) -> FMCOSMemory {
        var half = before
        half.root = root.torn(since: before.root)
        for index in root.applications.indices {
            if index < before.root.applications.count {
                half.root.applications[index] = root.applications[index].torn(
                    since: before.root.applications[index])
            } else {
                half.root.applications[index].isDamaged = true
            }
        }
        return half
    }
}

extension FMCOSDirectory {
    /// An erased directory is as it was: its header is written last.
    fileprivate func torn(since before: FMCOSDirectory) -> FMCOSDirectory {
        var half = self
        let isErased = keyFile == nil && before.keyFile != nil
        if isErased || files.count < before.files.count { return before }
        half.lock = before.lock
        if before.keyFile == nil, keyFile != nil { half.keyFile?.isDamaged = true }
        half.keyFile?.tear(since: before.keyFile)
        for index in files.indices {
            guard index < before.files.count else {
                half.files[index].isDamaged = true
                continue
            }
            half.files[index] = files[index].torn(since: before.files[index])
        }
        return half
    }
}

extension FMCOSKeyFile {
    fileprivate mutating func tear(since before: FMCOSKeyFile?) {
        guard let before else { return }
        for index in keys.indices {
            guard index < before.keys.count else {
                keys[index].isDamaged = true
                continue
            }
            // A try counter is written whole; key bytes are not.
            if keys[index].bytes != before.keys[index].bytes {
                keys[index].isDamaged = true
            } else {
                keys[index] = before.keys[index]
            }
        }
    }
}

extension FMCOSFile {
    /// The first half of what changed is new, the byte after it neither, the rest old.
    fileprivate func torn(since before: FMCOSFile) -> FMCOSFile {
        guard case .binary(let new) = content, case .binary(var bytes) = before.content,
            let first = new.indices.first(where: { new[$0] != bytes[$0] }),
            let last = new.indices.last(where: { new[$0] != bytes[$0] })
        else { return before }
        let middle = (first + last) / 2
        bytes.replaceSubrange(first..<middle, with: new[first..<middle])
        bytes[middle] = ~new[middle]
        var half = before
        half.content = .binary(bytes)
        return half
    }
}
