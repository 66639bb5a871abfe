public import ArgumentParser
import ViewerTUI
public import VolumeModel

extension Plane: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
extension Session.MosaicContent: ExpressibleByArgument {}
extension UndecidedPolicy: ExpressibleByArgument {}
