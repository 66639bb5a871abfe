import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
import ViewerLoop
import VolumeModel

/// Viewers that follow each other: lines pass both ways, and nobody suffers from one that ends.
@Suite struct FollowTests {
  private final class Heard: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: Data) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    var all: [String] { lines.withLock { $0 } }
  }

  private func place(_ folder: String, _ name: String = "meeting") throws -> FollowPlace {
    try FollowPlace(name: name, environment: ["XDG_RUNTIME_DIR": folder])
  }

  private func waits(until isSo: () -> Bool) -> Bool {
    for _ in 0..<500 {
      if isSo() { return true }
      usleep(20_000)
    }
    return isSo()
  }

  @Test func linesPassBothWaysAndWhoListensMayEnd() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = try place(folder)
    let heard = [Heard(), Heard(), Heard()]
    let first = FollowChannel(place) { heard[0].add($0) }
    #expect(waits { FileManager.default.fileExists(atPath: place.socket) })
    let second = FollowChannel(place) { heard[1].add($0) }
    let third = FollowChannel(place) { heard[2].add($0) }
    #expect(waits { first.peerCount == 2 })
    second.send(Data("from second\n".utf8))
    #expect(waits { heard[0].all == ["from second\n"] && heard[2].all == ["from second\n"] })
    #expect(heard[1].all.isEmpty, "nobody hears himself")
    first.send(Data("from first\n".utf8))
    #expect(waits { heard[1].all == ["from first\n"] && heard[2].all.last == "from first\n" })
    first.close()
    #expect(waits { second.peerCount == 1 && third.peerCount == 1 })
    third.send(Data("still there\n".utf8))
    #expect(waits { heard[1].all.last == "still there\n" })
    second.close()
    third.close()
  }

  /// Who comes later looks at once where the others look, and is noticed.
  @Test func whoComesLaterIsToldWhereTheOthersLook() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = try place(folder)
    let (heard, noted) = (Heard(), Heard())
    let first = FollowChannel(place, notePeer: { noted.add(Data(($0 ? "joined" : "left").utf8)) }) { _ in }
    #expect(waits { FileManager.default.fileExists(atPath: place.socket) })
    first.send(Data("before\n".utf8))
    let second = FollowChannel(place) { heard.add($0) }
    #expect(waits { heard.all == ["before\n"] && noted.all == ["joined"] })
    second.close()
    #expect(waits { noted.all == ["joined", "left"] })
    first.close()
  }

  @Test func onlyTheOwnerCanCome() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = try place(folder)
    let channel = FollowChannel(place) { _ in }
    defer { channel.close() }
    #expect(waits { FileManager.default.fileExists(atPath: place.socket) })
    let modes = try [place.socket, folder + "/flairscope"].map {
      try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
    }
    #expect(modes[1] == 0o700)
    #expect(
      waits { (try? FileManager.default.attributesOfItem(atPath: place.socket)[.posixPermissions] as? Int) == 0o600 })
    chmod(folder + "/flairscope", 0o755)
    #expect(throws: FileError.self) { try self.place(folder) }
  }

  @Test(arguments: ["", "a/b", "..", "Z\u{f6}e", String(repeating: "x", count: 41)])
  func namesThatAreNoneAreRefused(name: String) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: FileError.self) { try place(folder, name) }
  }
}
