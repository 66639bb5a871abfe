import Foundation
import Segmenter
package import VolumeModel
package import ViewerTUI
import ReviewReports

/// Does the work that a viewer asks for, on threads of its own; results come back as messages.
///
/// It belongs to the thread of the event loop. What its workers touch is passed to them by value.
package final class EffectRunner {
  private(set) var review: ReviewCase
  let settings: ModelSettings
  /// Delivers messages about the case that is open now; those of a case left behind are dropped.
  private(set) var post: @Sendable (Message) -> Void
  /// Delivers messages about the training, which goes on while cases change.
  let postAlways: @Sendable (Message) -> Void
  var training: TrainingRun?
  let model: SharedModel
  let cancellation = Cancellation()
  let reviewing: ReviewSettings
  /// How cases that are not on the screen are read.
  let preparation: CasePreparation
  /// Predictions of cases that are not on the screen.
  let predictions = CasePredictions()
  /// Ends the watch over the files of the open case.
  private var watch = Cancellation()
  /// Keeps the journal of the open case.
  private var keeper: ReviewKeeper?

  package init(
    review: ReviewCase, settings: ModelSettings, reviewing: ReviewSettings,
    preparation: CasePreparation = CasePreparation(),
    post: @escaping @Sendable (Message) -> Void, postAlways: @escaping @Sendable (Message) -> Void
  ) {
    self.reviewing = reviewing
    self.preparation = preparation
    self.review = review
    self.settings = settings
    self.post = post
    self.postAlways = postAlways
    model = SharedModel(settings.initialWeights)
  }

  /// Turns to another case.
  package func open(_ review: ReviewCase, post: @escaping @Sendable (Message) -> Void) {
    self.review = review
    self.post = post
    prepareCase()
    showKeptPrediction()
  }

  /// What every viewer needs next, without holding up the first picture: the growth order, then the other images.
  package func prepareCase() {
    let review = review
    let post = post
    finishReview()
    watch.cancel()
    watch = Cancellation()
    FileWatch.start(review.stamps, until: watch) { post(.filesChanged($0)) }
    keeper = ReviewKeeper(review: review, settings: reviewing, post: post)
    post(.measureLesions)
    Self.detach("flairscope-case") {
      if let expert = review.raters.first?.mask {
        post(.growth(SoftMaskGrowth(expert: expert, flair: review.flair.volume, brain: review.brain)))
      }
      var images = review
      for file in review.files.images {
        do {
          let known = images.notes.count
          guard let image = try images.loadImage(file.role) else {
            for note in images.notes.dropFirst(known) { post(.notice(.warning(note))) }
            continue
          }
          if image.wasResampled { post(.notice(.warning("\(file.role) has a grid of its own; it is shown resampled"))) }
          post(.channel(role: file.role, Channel(role: file.role, image: image.volume, brain: review.brain)))
        } catch {
          post(.notice(.warning("\(error)")))
        }
      }
    }
  }

  package func run(_ effect: Effect) {
    switch effect {
    case .startTraining(let softMask, let parameters, let request, let trusted):
      startTraining(softMask, parameters, request, trusted: trusted)
    case .trainOnCases(let cases, let parameters, let request): trainOnCases(cases, parameters, request)
    case .predictCases(let entries): predictCases(entries)
    case .stopTraining: training?.stop()
    case .requestMaps: training?.requestMaps(ofCase: 0)
    case .loadMaps(let run): loadMaps(run)
    case .predict:
      ask { weights, review, threads, progress in
        .prediction(try weights.predict(review, threads: threads, progress: progress))
      }
    case .drawSamples(let request):
      ask { weights, review, threads, progress in
        .samples(try weights.samples(review, request, threads: threads, progress: progress))
      }
    case .relabel(let request): relabel(request)
    case .score(let mask, let threshold): score(mask, threshold: threshold)
    case .write(let request): write(request)
    case .perturb(let request): perturb(request)
    case .savePicture(let raster, let path, let name): savePicture(raster, path: path, suggestedName: name)
    case .record(let event): keeper?.record(event)
    case .buildLesionTable(let sources, let previous): buildLesionTable(sources, previous)
    case .export(let folder, let table, let state, let undecided, let prediction, let threshold, let theme):
      let review = review
      export(to: folder) { readers in
        ReviewOutcome(
          review: review, table: table, state: state, undecided: undecided, prediction: prediction,
          predictionThreshold: threshold, theme: theme, readers: try readers(table))
      }
    case .listFiles(let prefix): listFiles(prefix)
    case .redraw, .use, .suspend, .quit, .openCase, .reload, .reorderedCases, .remember, .copy: break
    }
  }

  /// Whether a training has been started that has not ended.
  package var isTraining: Bool { training?.hasEnded == false }

  /// Stops what runs and waits for it: leaving with a matrix product in flight can hang in OpenBLAS' exit handler.
  package func finish() {
    finishReview()
    watch.cancel()
    cancellation.cancel()
    predictions.cancel()
    training?.stop()
    _ = try? training?.wait()
    model.waitUntilIdle()
  }

  /// Actions of all cases of this sitting that could never be recorded.
  package private(set) var lostActions = 0
  /// Actions of this sitting that are written, but that the disk did not confirm.
  package private(set) var unconfirmedActions = 0

  /// Whether actions wait for their journal, which is to be tried again.
  package var hasUnrecordedActions: Bool { keeper?.unrecorded.isEmpty == false }

  package func recordWaiting() { keeper?.recordWaiting() }

  /// Records the actions of this case that wait, and gives its journal back.
  func finishReview() {
    unconfirmedActions += keeper?.finish() ?? 0
    lostActions += keeper?.unrecorded.count ?? 0
    keeper = nil
  }

  static func detach(_ name: String, _ work: @escaping @Sendable () -> Void) {
    let thread = Thread(block: work)
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  // MARK: - Prediction and scores

  /// Asks the newest weights about the open case.
  private func ask(
    _ question:
      @escaping @Sendable (
        _ weights: WeightsAtHand, _ review: ReviewCase, _ threads: Int, _ progress: (Double) -> Bool
      ) throws -> Message
  ) {
    let post = post
    let review = review
    let threads = settings.threads
    let model = model
    let soFar = WeightsAtHand(of: training)
    let cancellation = cancellation
    Self.detach("flairscope-predict") {
      model.whileBusy { newest in
        guard let weights = soFar ?? newest else {
          post(.predictionFailed("no weights yet: train on this case, or start with --weights FILE"))
          return
        }
        do {
          post(
            try question(weights, review, threads) { fraction in
              post(.predictionProgress(fraction))
              return !cancellation.isCancelled
            })
        } catch {
          post(.predictionFailed("\(error)"))
        }
      }
    }
  }

  private func score(_ mask: Mask, threshold: Double) {
    let post = post
    let raters = review.raters
    Self.detach("flairscope-score") {
      var rows: [ScoreTable.Row] = []
      if threshold.isFinite {
        for (index, rater) in raters.enumerated() {
          rows.append(
            ScoreTable.Row(
              title: "pred vs r\(index + 1)", report: AgreementReport(reference: rater.mask, candidate: mask)))
        }
      }
      if raters.count == 2 {
        rows.append(
          ScoreTable.Row(
            title: "r2 vs r1", report: AgreementReport(reference: raters[0].mask, candidate: raters[1].mask)))
      }
      post(.scores(ScoreTable(rows: rows, threshold: threshold, raters: RaterMatrix(raters.map(\.mask)))))
    }
  }

  // MARK: - Noise

  private func perturb(_ request: NoiseRequest) {
    let post = post
    let review = review
    Self.detach("flairscope-noise") {
      let bright =
        request.noise.kind.needsFlair
        ? BrightTissue(flair: review.flair.volume, brain: review.brain, awayFrom: request.mask) : nil
      let noisy = request.noise.apply(to: request.mask, seed: request.seed, bright: bright)
      post(.noisyMask(noisy, name: request.name))
    }
  }

  // MARK: - Files

  private func write(_ request: WriteRequest) {
    let post = post
    let spatial = review.flair.spatial
    Self.detach("flairscope-write") {
      do {
        switch request.content {
        case .softMask(let soft): try Images.write(soft.volume(), like: spatial, to: request.path, force: false)
        case .probability(let volume): try Images.write(volume, like: spatial, to: request.path, force: false)
        case .mask(let mask): try Images.write(mask, like: spatial, to: request.path, force: false)
        }
        post(.notice(.note("wrote \(request.path)")))
      } catch {
        post(.notice(.warning("\(error)")))
      }
    }
  }

  private func loadMaps(_ run: String) {
    let post = post
    let (name, grid) = (review.name, review.grid)
    Self.detach("flairscope-maps") {
      do {
        post(.pixelMaps(try PixelMaps.read(run: run, caseName: name, on: grid)))
      } catch {
        post(.notice(.warning("\(error)")))
      }
    }
  }

  private func listFiles(_ prefix: String) {
    let post = post
    Self.detach("flairscope-files") {
      post(.files(FileCompletion.names(beginning: prefix), beginning: prefix))
    }
  }

  // MARK: - Review

  private func buildLesionTable(_ sources: LesionSources, _ previous: LesionTable?) {
    let post = post
    Self.detach("flairscope-lesions") { post(.lesionTable(LesionTable(sources, keepingNumbersOf: previous))) }
  }

  private func export(
    to named: String?,
    _ outcome: @escaping @Sendable (_ readers: (LesionTable) throws -> [ReaderAgreement]) throws -> ReviewOutcome
  ) {
    let post = post
    guard let keeper, let begun = keeper.origin() else {
      post(.notice(.warning("the journal is being opened; try again in a moment")))
      return
    }
    let readers = keeper.readerAgreement(of: review)
    let grid = review.grid
    let folder = DefaultPlace.absolute(
      named ?? "\(DefaultPlace.folder(of: review.files))/\(review.name)-review")
    Self.detach("flairscope-export") {
      do {
        var origin = begun
        if let path = origin.journal {
          origin.times = ReviewTimes(try JournalContents.read(path, grid: grid).records)
        }
        let files = try ReviewExport(try outcome(readers), origin: origin).write(to: folder, force: false)
        post(.notice(.note("wrote \(files.count) files to \(folder)")))
      } catch {
        post(.notice(.warning("\(error)")))
      }
    }
  }
}
