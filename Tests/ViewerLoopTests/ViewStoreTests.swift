import Foundation
import TestSupport
import Testing
import ViewerLoop
import ViewerTUI

@Suite struct ViewStoreTests {
  @Test func aCaseIsReopenedWhereItWasLeft() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = ViewStore(folder: folder + "/sessions")
    let review = try ExampleCase.review()
    #expect(store.read(review) == .nothing)
    let view = SavedView(["cursor": "10,20,30", "zoom": "2.0"])
    try store.write(view, for: review)
    try store.write(view, for: review)
    #expect(store.read(review) == .view(view))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/sessions")
    #expect(names.count == 1 && names[0].hasPrefix("sub-19"))
    let path = folder + "/sessions/" + names[0]
    for damage in ["", "{", "{\"schema\": \"other/1\"}", "[1]"] {
      try damage.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(store.read(review) == .damaged(path: path))
    }
    #expect(ViewStore(folder: nil).read(review) == .nothing)
  }
}
