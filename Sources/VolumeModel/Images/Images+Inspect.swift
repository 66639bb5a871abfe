extension Images {
  /// What a file holds. Voxels are looked at a piece at a time, so memory stays small whatever the size.
  /// - Parameters:
  ///   - isFull: look at every voxel of a large file too, in place of a sample.
  ///   - labels: which values are lesions where the file is a mask; nil for what the file beside it says.
  public static func inspect(_ path: String, isFull: Bool = false, labels: LabelChoice? = nil) -> FileFacts {
    do throws(FileError) {
      let place = VolumePath(path)
      var reader = try open(place.file)
      let layout = reader.layout
      let volume = try place.volume.map { number throws(FileError) in try layout.offset(ofVolume: number, path: path) }
      let sample = VoxelSample(of: layout, volume: volume, isCompressed: reader.isCompressed, isFull: isFull)
      var values = ValueSummary()
      for range in sample.ranges {
        try reader.skip(toVoxel: range.lowerBound)
        try reader.forEachPiece(voxelCount: range.count, as: Double.self) { values.add(UnsafeBufferPointer($0)) }
      }
      if sample.isComplete || !reader.isCompressed { try reader.finish() }
      return FileFacts(of: reader, place, sample: sample, values: values, labels: labels)
    } catch {
      return FileFacts(path: path, failure: error)
    }
  }
}

extension FileFacts {
  /// Of a file that has been read from beginning to end as an image or a mask; nil where that said too little, of a
  /// file of several volumes.
  init?(of reader: borrowing ImageReader, _ place: VolumePath, labels: LabelChoice? = nil) {
    let layout = reader.layout
    guard let values = reader.summary, layout.volumeCount == 1, values.count == layout.voxelsPerVolume else {
      return nil
    }
    let sample = VoxelSample(of: layout, isCompressed: reader.isCompressed, isFull: true)
    self.init(of: reader, place, sample: sample, values: values, labels: labels)
  }

  /// - Parameters:
  ///   - sample: which voxels were looked at.
  ///   - values: what they are.
  ///   - labels: which values are lesions where the file is a mask; nil for what the file beside it says.
  fileprivate init(
    of reader: borrowing ImageReader, _ place: VolumePath, sample: VoxelSample, values: ValueSummary,
    labels: LabelChoice?
  ) {
    let (header, layout) = (reader.header, reader.layout)
    let grid = header.spatial.grid
    self.init(path: place.text, failure: nil)
    self.grid = grid
    format = header.formatName
    shape = layout.fileShape
    spacingMM = (0..<min(3, layout.fileShape.count)).map { grid.spacingMM[$0] }
    datatype = layout.decoder.type.rawValue
    endian = (Int16(1).littleEndian == 1) != layout.decoder.isByteSwapped ? "little" : "big"
    axes = grid.orientation?.code
    affine = grid.affine.rows
    affineSource = header.spatial.source
    sformCode = header.formCodes?.sform
    qformCode = header.formCodes?.qform
    scalingSlope = layout.decoder.slope
    scalingIntercept = layout.decoder.intercept
    isCompressed = reader.isCompressed
    minimum = values.minimum
    maximum = values.maximum
    mean = values.mean
    if sample.isComplete {
      nanVoxels = values.nanCount
      infiniteVoxels = values.infiniteCount
      nonzeroVoxels = values.nonzeroCount
    } else {
      sampledVoxels = sample.sampledCount
    }
    notes = reader.notes
    if layout.volumeCount > 1 {
      notes.append(
        "\(layout.volumeCount) volumes; "
          + (place.volume.map { "the values are those of volume \($0)" } ?? "the first is the one shown"))
    }
    if layout.fileShape.count < 3 { notes.append("\(layout.fileShape.count) axes only; shown as one slice") }
    if let note = sample.note { notes.append(note) }
    let found = values.labelValues
    let choice = labels ?? (found.isEmpty ? .all : LabelChoice(of: place.file, layoutValues: nil))
    if !found.isEmpty {
      self.labels = choice.found(found).map {
        Label(value: $0.value, name: $0.name, lesion: choice.takes(Float($0.value)))
      }
    }
    let said = values.notes(asMask: choice.notes(found: found).first ?? "binarised at 0.5")
    notes += sample.isComplete ? said : said.map { "in the sample: \($0)" }
  }
}
