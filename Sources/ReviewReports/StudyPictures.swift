package import Pictures
package import TerminalIO
package import VolumeModel

/// Pictures of disagreements: the region on its largest axial slice with the masks of all raters, and the same without.
package struct StudyPictures: Sendable {
  package struct Twin: Sendable {
    package let marked: Raster
    package let plain: Raster
  }

  /// A colour of the pictures, and what it stands for.
  package struct Colour: Sendable {
    package let name: String
    package let colour: RGB
  }

  /// One for each disagreement; nil where a case has no FLAIR.
  package private(set) var twins: [Twin?]
  /// Why pictures could not be made, a sentence each.
  package private(set) var problems: [String] = []
  package let legend: [Colour]

  private static let size = 288

  /// - Parameters:
  ///   - worst: disagreements; each case is read once.
  ///   - raters: those of the study, who have their colours in this order in every picture.
  package init(
    of worst: [StudyAgreement.Disagreement], raters: [String], theme: Theme, resampleNearest: Bool
  ) {
    twins = [Twin?](repeating: nil, count: worst.count)
    legend =
      raters.enumerated().map { Colour(name: $1, colour: theme[OverlayLook.rater($0).role]) }
      + [Colour(name: "several raters", colour: theme.both)]
    let cases = Dictionary(grouping: worst.indices, by: { worst[$0].inCase.files })
    for (files, places) in cases {
      guard let files, let flair = files.flair else { continue }
      do throws(FileError) {
        let image = try Images.read(flair, form: files.form)
        let masks = try files.masks(resampleNearest: resampleNearest).masks.compactMap { rater, mask in
          raters.firstIndex(of: rater).map { (number: $0, mask: mask) }
        }.sorted { $0.number < $1.number }
        for place in places { twins[place] = Self.twin(of: worst[place].region, image.volume, masks, theme) }
      } catch {
        problems.append("no picture: \(error)")
      }
    }
    problems.sort()
  }

  private static func twin(
    of region: CaseAgreement.Region, _ image: Volume<Float>, _ masks: [(number: Int, mask: Mask)],
    _ theme: Theme
  ) -> Twin {
    let tissue = Mask(image, where: { $0 > 0 })
    let window = IntensityWindow.automatic(for: IntensityHistogram(of: image, inside: tissue, bins: 4096))
    let overlays = masks.map { number, mask in
      DrawnOverlay(
        .mask(mask), look: .rater(number), settings: OverlaySettings(isVisible: true, opacity: 0.45, style: .fill))
    }
    func picture(_ overlays: [DrawnOverlay]) -> Raster {
      let scene = SliceScene(
        grid: image.grid, crop: tissue.cropBox, image: image, window: window, overlays: overlays, theme: theme)
      let geometry = scene.geometry(of: .axial)
      return scene.raster(
        plane: .axial, slice: geometry.position(of: region.voxel).slice,
        zoom: geometry.fieldZoom(around: region.box, in: scene.crop), centre: SIMD3<Double>(region.voxel) + 0.5,
        width: size, height: size)
    }
    return Twin(marked: picture(overlays), plain: picture([]))
  }
}
