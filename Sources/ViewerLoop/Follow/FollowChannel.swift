package import Foundation
import Glibc
import Synchronization

/// Passes lines between the viewers of one user that meet in a place. Whoever comes first listens and passes lines on; when
/// that one ends another takes over. A peer that is gone, or that talks nonsense, is left; nothing of it is an error.
package final class FollowChannel: Sendable {
  private let place: FollowPlace
  private let receive: @Sendable (Data) -> Void
  private let notePeer: @Sendable (_ hasJoined: Bool) -> Void
  private let state = Mutex<State>(State())

  private struct State {
    var peers: [Int32: Data] = [:]
    /// What passed last: where all of them look.
    var lastLine: Data?
    var isClosed = false
  }

  /// Longer lines are no views.
  private static let longestLine = 1 << 16
  private static let mostPeers = 16
  private static let pollMilliseconds: Int32 = 200

  /// - Parameters:
  ///   - notePeer: called on another thread when another viewer has joined or left, as far as this one is told.
  ///   - receive: called on another thread with each line of another viewer.
  package init(
    _ place: FollowPlace, notePeer: @escaping @Sendable (_ hasJoined: Bool) -> Void = { _ in },
    receive: @escaping @Sendable (Data) -> Void
  ) {
    self.place = place
    self.notePeer = notePeer
    self.receive = receive
    let thread = Thread { [self] in run() }
    thread.name = "flairscope-follow"
    thread.start()
  }

  /// How many viewers are connected.
  package var peerCount: Int { state.withLock { $0.peers.count } }

  /// Sends a line to the others; who does not take it at once misses it.
  package func send(_ line: Data) { pass(line, except: -1) }

  /// Leaves the others.
  package func close() { state.withLock { $0.isClosed = true } }

  // MARK: -

  private var isClosed: Bool { state.withLock { $0.isClosed } }

  private func run() {
    let lock = open(place.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    defer { if lock >= 0 { Glibc.close(lock) } }
    while !isClosed {
      if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 {
        listen()
        unlink(place.socket)
        flock(lock, LOCK_UN)
      } else if let peer = connected() {
        add(peer)
        while !isClosed, peerCount > 0 { readPeers(listener: nil) }
      } else {
        usleep(useconds_t(Self.pollMilliseconds) * 1000)
      }
      closePeers()
    }
  }

  private func listen() {
    // Who holds the lock is alone: what lies there is left from one that was killed.
    unlink(place.socket)
    let listener = newSocket()
    guard listener >= 0 else { return }
    defer { Glibc.close(listener) }
    guard withAddress({ bind(listener, $0, $1) }) == 0, chmod(place.socket, 0o600) == 0,
      Glibc.listen(listener, 4) == 0
    else {
      usleep(useconds_t(Self.pollMilliseconds) * 1000)
      return
    }
    while !isClosed { readPeers(listener: listener) }
  }

  private func connected() -> Int32? {
    let peer = newSocket()
    guard peer >= 0 else { return nil }
    guard withAddress({ connect(peer, $0, $1) }) == 0 else {
      Glibc.close(peer)
      return nil
    }
    return peer
  }

  private func newSocket() -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: place.socket.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  /// Takes a peer in, if it is of the same user.
  private func add(_ peer: Int32) {
    // The kernel's struct ucred.
    var credentials: (process: pid_t, user: uid_t, group: gid_t) = (0, .max, .max)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    let isKnown = getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0
    guard isKnown, credentials.user == getuid(), peerCount < Self.mostPeers else {
      Glibc.close(peer)
      return
    }
    state.withLock { $0.peers[peer] = Data() }
    notePeer(true)
  }

  /// Tells one that has just come where the others look.
  private func greet(_ peer: Int32) {
    state.withLock { state in
      guard state.peers[peer] != nil, let line = state.lastLine else { return }
      Self.send(line, to: peer)
    }
  }

  private func readPeers(listener: Int32?) {
    let peers = state.withLock { Array($0.peers.keys) }
    var waited = ([listener].compactMap { $0 } + peers).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&waited, nfds_t(waited.count), Self.pollMilliseconds) > 0 else { return }
    for ready in waited where ready.revents != 0 {
      if ready.fd == listener {
        let peer = accept(ready.fd, nil, nil)
        if peer >= 0 {
          add(peer)
          greet(peer)
        }
      } else {
        read(ready.fd)
      }
    }
  }

  private func read(_ peer: Int32) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(peer, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return drop(peer) }
    let lines = state.withLock { state -> [Data]? in
      guard var held = state.peers[peer] else { return [] }
      held.append(contentsOf: bytes[..<count])
      var lines: [Data] = []
      while let end = held.firstIndex(of: UInt8(ascii: "\n")) {
        lines.append(Data(held[...end]))
        held = Data(held[held.index(after: end)...])
      }
      state.peers[peer] = held
      return held.count > Self.longestLine ? nil : lines
    }
    guard let lines else { return drop(peer) }
    for line in lines {
      receive(line)
      pass(line, except: peer)
    }
  }

  private func pass(_ line: Data, except sender: Int32) {
    // Written under the lock, so that a peer that is dropped meanwhile has no other file's number.
    state.withLock { state in
      state.lastLine = line
      for peer in state.peers.keys where peer != sender { Self.send(line, to: peer) }
    }
  }

  private static func send(_ line: Data, to peer: Int32) {
    line.withUnsafeBytes { bytes in
      _ = Glibc.send(peer, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
  }

  private func drop(_ peer: Int32) {
    let wasThere = state.withLock { state in
      let wasThere = state.peers.removeValue(forKey: peer) != nil
      if wasThere { Glibc.close(peer) }
      return wasThere
    }
    if wasThere { notePeer(false) }
  }

  private func closePeers() {
    let count = state.withLock { state in
      defer { state.peers = [:] }
      for peer in state.peers.keys { Glibc.close(peer) }
      return state.peers.count
    }
    if count > 0, !isClosed { notePeer(false) }
  }
}
