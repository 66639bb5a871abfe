package import TerminalIO

/// Who gets which rectangle of the screen.
package struct Layout: Sendable, Hashable {
  package static let smallest = (width: 60, height: 20)

  package let title: Rectangle
  /// The picture with its letters and captions.
  package let picture: Rectangle
  package let panel: Rectangle?
  /// The lesion list: in place of the panel, or below the picture where there is no panel.
  package let lesionList: Rectangle?
  package let status: Rectangle
  package let hints: Rectangle

  /// From so many columns on the panel opens by itself.
  static let panelColumns = 100

  /// nil when the screen is too small to draw anything truthful.
  package init?(width: Int, height: Int, showsPanel: Bool?, showsLesions: Bool = false) {
    guard width >= Self.smallest.width, height >= Self.smallest.height else { return nil }
    title = Rectangle(x: 0, y: 0, width: width, height: 1)
    status = Rectangle(x: 0, y: height - 2, width: width, height: 1)
    hints = Rectangle(x: 0, y: height - 1, width: width, height: 1)
    let body = Rectangle(x: 0, y: 1, width: width, height: height - 3)
    // On fewer columns the panel is opened by hand only, and leaves the picture what remains.
    guard showsPanel ?? (width >= Self.panelColumns) else {
      panel = nil
      let listHeight = showsLesions ? max(8, body.height * 2 / 5) : 0
      picture = Rectangle(x: 0, y: body.y, width: width, height: body.height - listHeight)
      lesionList = showsLesions ? Rectangle(x: 0, y: picture.bottom, width: width, height: listHeight) : nil
      return
    }
    // A slice of a wide screen leaves room for all columns of the lesion list.
    let panelWidth = showsLesions && width >= 180 ? 76 : width >= 160 ? 48 : width >= 110 ? 42 : 36
    let side = Rectangle(x: width - panelWidth, y: body.y, width: panelWidth, height: body.height)
    panel = showsLesions ? nil : side
    lesionList = showsLesions ? side : nil
    picture = Rectangle(x: 0, y: body.y, width: width - panelWidth, height: body.height)
  }
}

extension InterfaceState {
  /// Whether the screen has room for the panel, or somebody asked for it.
  var hasPanel: Bool { showsPanel ?? (screen.width >= Layout.panelColumns) }
}

extension Viewer {
  /// The layout of the present screen; nil when it is too small.
  package var layout: Layout? {
    Layout(
      width: interface.screen.width, height: interface.screen.height, showsPanel: interface.showsPanel,
      showsLesions: interface.open.contains(where: \.isBesidePicture))
  }
}
