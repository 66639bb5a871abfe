/// NIfTI-1 and NIfTI-2 files, single or in pairs, plain or gzip, and Analyze 7.5 pairs.
struct NIfTIFormat: ImageFormat {
  let endings = [".nii.gz", ".hdr.gz", ".nii", ".hdr"]

  func recognises(_ start: [UInt8], path: String) -> Bool {
    // The first bytes of a pair's second file are voxels, and may be anything.
    NIfTIHeader.starts(start) || [".hdr", ".img", ".hdr.gz", ".img.gz"].contains { path.lowercased().hasSuffix($0) }
  }

  func open(_ path: String) throws(FileError) -> ImageReader {
    let paths = try ImagePaths(path)
    var source = try ByteSource(opening: paths.header)
    var header = try NIfTIHeader.read(from: &source, isHeaderFile: paths.voxels != nil)
    let isPair = paths.voxels != nil && header.saysPair
    var notes: [String] = []
    if header.saysPair && !isPair {
      notes.append(
        "the header says that the voxels lie in an .img file, but the name says one file; they were read from this one")
    }
    if !source.isCompressed, paths.header.lowercased().hasSuffix(".gz") {
      notes.append("not compressed, in spite of its name; read as plain NIfTI")
    }
    let layout = try header.check(path: path, isSeparate: isPair)
    if isPair, let voxels = paths.voxels {
      guard FileStatus(ofPath: voxels) != nil else {
        throw FileError(
          .notFound, path: path, problem: "\(FilePath.lastComponent(voxels)) is missing",
          advice: "the two files of a pair belong side by side")
      }
      source = try ByteSource(opening: voxels)
    }
    notes += header.notes
    try layout.check(against: source, path: path)
    if !isPair, let note = try HeaderExtensions.complaint(&source, header: header, voxelOffset: layout.offset) {
      notes.append(note)
    }
    let geometry = NIfTIGeometry(header, shape: layout.shape, path: path)
    let known = ImageHeader(
      formatName: header.formatName + (isPair && header.version != .analyze ? "-pair" : ""), layout: layout,
      spatial: geometry.form, formCodes: (header.qformCode, header.sformCode), suggestedRange: header.suggestedRange,
      notes: notes + geometry.notes)
    return try ImageReader(known, path: path, source: source)
  }
}

extension NIfTIHeader {
  /// cal_min to cal_max, when they make a range.
  var suggestedRange: ClosedRange<Float>? {
    let (low, high) = (Float(displayRange.low), Float(displayRange.high))
    guard low.isFinite, high.isFinite, low < high else { return nil }
    return low...high
  }
}
