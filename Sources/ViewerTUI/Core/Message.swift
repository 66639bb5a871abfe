package import Segmenter
package import VolumeModel
package import Pictures
package import TerminalIO

/// What can happen to a viewer.
package enum Message: Sendable {
  case key(Key)
  case pointer(PointerEvent)
  case paste(String)
  case resized(width: Int, height: Int)
  /// What the terminal can show, once it is known.
  case terminalProbed(DisplayProfile, TerminalReport, theme: Theme)
  /// Pictures are drawn by other means, or in cells of another size, from now on; without means, in glyphs.
  case graphics(GraphicsMeans?, TerminalReport)
  /// What the last frame cost, before the next one is drawn.
  case frameSent(bytes: Int, delayMilliseconds: Int?, isKeyHeld: Bool)
  /// Whether the keys that follow came faster than a hand types.
  case burst(Bool)
  /// Another case of the work list, to be looked at from now on.
  case opened(ReviewCase, workListID: Int)
  /// The open case, its files read again.
  case reloaded(ReviewCase)
  /// Whoever looks at the case is to be asked what its files leave open.
  case askOpenQuestions
  /// The files of the case that are no longer as they were read; none when they are again.
  case filesChanged([String])
  /// A view to take, as far as this case has what it names. What it cannot take is named as flags.
  case look(SavedView)
  case growth(SoftMaskGrowth)
  case channel(role: String, Channel)
  case otherMask(RaterMask)
  case noisyMask(NoisyAnnotation, name: String)
  case notice(StatusMessage)
  case training(TrainingEvent)
  /// The maps of a finished training.
  case pixelMaps(PixelMaps)
  case trainingEnded(TrainingOutcome)
  case predictionProgress(Double)
  case prediction(Prediction)
  case predictionFailed(String)
  case samples(DrawnSamples)
  case scores(ScoreTable)
  case relabelProgress(Double)
  case relabelled(RelabelReview, uncertainty: PixelMap)
  case relabellingFailed(String)
  case caseSurvey(flair: String, CaseSurvey)
  /// How far the review of a case is that was not opened yet.
  case caseProgress(id: Int, CaseProgress)
  case casePredicted(id: Int, CasePrediction)
  /// The predictions of the work list are done; the failures are a sentence each.
  case casesPredicted(count: Int, failures: [String])
  case caseFailed(Int, String)
  /// The present side of an automatic blink has stayed long enough.
  case blinkDue
  /// The first picture is drawn: there is time for the lesion table.
  case measureLesions
  case lesionTable(LesionTable)
  case journalOpened(JournalOpening)
  /// How many actions wait to be written into the journal, and why.
  case recording(waiting: Int, problem: String?)
  /// Files whose path begins with `beginning`, for completion.
  case files([String], beginning: String)
  /// Nobody has opened the program here before.
  case firstRun
  case suspendRequested
  case stopRequested(ExitSignal)

  package enum TrainingOutcome: Sendable {
    case model(runFolder: String?)
    case failed(String)
  }
}

/// Work that an update asks for; done outside, its results come back as messages.
package enum Effect: Sendable {
  /// `trusted` is the mask that annotates trusted slices.
  case startTraining(SoftMask, SoftMaskParameters, TrainingRequest, trusted: Mask?)
  /// Trains on all of these cases, the masks that were adjudicated in their reviews where there are any.
  case trainOnCases([CaseFiles], SoftMaskParameters, TrainingRequest)
  /// Predicts cases that are not open, in the background.
  case predictCases([WorkList.Entry])
  case stopTraining
  /// Has the training make maps of the open case at the end of the epoch.
  case requestMaps
  case loadMaps(run: String)
  case predict
  /// Draws plausible annotations of the open case with the newest weights.
  case drawSamples(SampleRequest)
  case relabel(RelabelRequest)
  case score(Mask, threshold: Double)
  case write(WriteRequest)
  case perturb(NoiseRequest)
  /// Writes a PNG; without a path, where the program was started, under a name that is free, but not into the case's
  /// folder.
  case savePicture(Raster, path: String?, suggestedName: String)
  /// Writes an action into the journal of the case.
  case record(ReviewEvent)
  case buildLesionTable(LesionSources, keepingNumbersOf: LesionTable?)
  /// Exports the review, as it stands, into a folder; without one, where the program was started, but not into the case's
  /// folder.
  case export(folder: String?, LesionTable, ReviewState, UndecidedPolicy, prediction: Mask?, threshold: Double, Theme)
  case openCase(Int)
  /// Reads the files of the open case again; with labels, these are the values of its masks that are lesions.
  case reload(labels: [Int]?)
  /// The cases of the work list have another order.
  case reorderedCases
  case listFiles(String)
  /// Text for the terminal's clipboard.
  case copy(String)
  case remember(commandLine: String)
  case redraw
  /// Draw pictures by other means.
  case use(GraphicsChoice)
  case suspend
  case quit(ExitSignal?)
}

/// A file to write from the viewer.
package struct WriteRequest: Sendable {
  package enum Content: Sendable {
    case softMask(SoftMask)
    case probability(Volume<Float>)
    case mask(Mask)
  }

  package let content: Content
  package let path: String
}
