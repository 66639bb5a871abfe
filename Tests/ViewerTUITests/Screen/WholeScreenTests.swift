import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct WholeScreenTests {
  @Test(arguments: [(59, 24), (80, 19), (20, 5), (1, 1), (0, 0)])
  func tooSmallSaysSo(width: Int, height: Int) throws {
    let viewer = try ExampleCase.viewer(width: width, height: height)
    let frame = viewer.frame()
    #expect(frame.width == width && frame.height == height)
    for line in ["Too small.", "Needs 60 x 20.", "q quits."] where width >= 20 { #expect(frame.plain.contains(line)) }
  }

  @Test(arguments: [(80, false), (120, true)])
  func aKeyOpensAndClosesThePanel(width: Int, isOpenAtFirst: Bool) throws {
    var viewer = try ExampleCase.viewer(width: width, height: 24)
    for isOpen in [isOpenAtFirst, !isOpenAtFirst, isOpenAtFirst] {
      #expect((viewer.layout?.panel != nil) == isOpen)
      #expect(viewer.frame().plain.contains("Soft mask") == isOpen)
      viewer.type("L")
    }
  }

  @Test func everyBindingIsInTheHelp() throws {
    var viewer = try ExampleCase.viewer(width: 200, height: 160)
    viewer.type("?")
    let help = viewer.frame().plain
    for binding in viewer.interface.keyMap.bindings {
      #expect(help.contains(binding.keys.label), "\(binding.keys.label) is not in the help")
    }
  }
}
