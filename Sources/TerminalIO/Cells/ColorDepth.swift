/// How many colours the screen can show: the ladder from best to none.
package enum ColorDepth: String, Sendable, Hashable, CaseIterable {
  case trueColor = "true"
  case palette256 = "256"
  case palette16 = "16"
  case palette8 = "8"
  case monochrome = "mono"
}

/// Which glyphs the screen can show: the ladder from finest to plainest.
package enum GlyphSet: String, Sendable, Hashable, CaseIterable {
  case octants
  case sextants
  case quadrants
  case halfBlocks = "half"
  case ascii
}
