package import Pictures
package import TerminalIO
package import VolumeModel

/// Pictures of disagreements: the region on its largest axial slice with the masks of all raters, and the same without.
package enum StudyPictures {
  package struct Twin: Sendable {
    package let marked: Raster
    package let plain: Raster
  }

  private static let size = 288

  /// - Parameter worst: disagreements; each case is read once.
  /// - Returns: a picture for each, nil where a case has no FLAIR, and why others could not be drawn, a sentence each.
  package static func twins(
    of worst: [StudyAgreement.Disagreement], theme: Theme, resampleNearest: Bool
  ) -> (pictures: [Twin?], problems: [String]) {
    var pictures = [Twin?](repeating: nil, count: worst.count)
    var problems: [String] = []
    for (_, places) in Dictionary(grouping: worst.indices, by: { worst[$0].inCase.name }).sorted(by: { $0.key < $1.key }
    ) {
      guard let first = places.first, let files = worst[first].inCase.files, let flair = files.flair else { continue }
      do throws(FileError) {
        let image = try Images.read(flair, form: files.form)
        let read = try files.masks(resampleNearest: resampleNearest).masks
        let masks = worst[first].inCase.raters.compactMap { name in read.first { $0.rater == name }?.mask }
        for place in places { pictures[place] = twin(of: worst[place].region, image.volume, masks, theme) }
      } catch {
        problems.append("no picture: \(error)")
      }
    }
    return (pictures, problems)
  }

  private static func twin(
    of region: CaseAgreement.Region, _ image: Volume<Float>, _ masks: [Mask], _ theme: Theme
  ) -> Twin {
    let tissue = Mask(image, where: { $0 > 0 })
    let window = IntensityWindow.automatic(for: IntensityHistogram(of: image, inside: tissue, bins: 4096))
    let overlays = masks.enumerated().map { number, mask in
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
