internal import Foundation

extension UnsafeMutableBufferPointer {
  /// Asks the system to back memory that is about to be filled with large pages, where it has them: a field of 50 MB
  /// else costs more in page faults than in arithmetic, and a network's weights and maps more in looking up pages.
  package func askForLargePages() {
    let page = 1 << 21
    let start = (Int(bitPattern: baseAddress) + page - 1) & ~(page - 1)
    let end = Int(bitPattern: baseAddress) + count * MemoryLayout<Element>.stride
    guard end - start >= page, let place = UnsafeMutableRawPointer(bitPattern: start) else { return }
    madvise(place, end - start, MADV_HUGEPAGE)
  }
}
