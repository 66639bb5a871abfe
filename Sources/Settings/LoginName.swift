import Foundation

package enum LoginName {
  /// What the system's list of users calls the user of this process; nil where it does not name them, as in a container
  /// with a number alone.
  package static var ofThisUser: String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard let text = buffer.baseAddress, getpwuid_r(getuid(), &entry, text, buffer.count, &found) == 0, found != nil,
        let name = entry.pw_name
      else { return nil }
      return name.pointee == 0 ? nil : String(cString: name)
    }
  }
}
