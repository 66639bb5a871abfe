import TerminalIO
import ViewerTUI
import VolumeModel

/// Opening a case of the work list, reading it again, and reading the next one ahead.
extension ViewerApp {
  func surveyCases() {
    guard let entries = viewer.workList?.entries, entries.count > 1 else { return }
    let mailbox = mailbox
    for entry in entries {
      loader.progress(entry.files, runner.studyReader) {
        mailbox.post(.viewer(.caseProgress(id: entry.id, $0), generation: nil))
      }
    }
    for entry in entries {
      let flair = entry.files.flair
      loader.survey(entry.files) { mailbox.post(.viewer(.caseSurvey(flair: flair, $0), generation: nil)) }
    }
  }

  func open(_ index: Int) {
    guard let entries = viewer.workList?.entries, entries.indices.contains(index) else { return }
    let entry = entries[index]
    wanted = entry.id
    if let review = loaded[entry.id] { show(review, entry.id) } else { load(entry) }
  }

  private func load(_ entry: WorkList.Entry) {
    guard loading.insert(entry.id).inserted else { return }
    let mailbox = mailbox
    loader.load(entry.files, preparation) { mailbox.post(.loaded(entry.id, $0)) }
  }

  func receive(_ id: Int, _ result: Result<ReviewCase, FileError>) {
    loading.remove(id)
    switch result {
    case .success(let review):
      if wanted == id { show(review, id) } else { loaded[id] = review }
    case .failure(let error):
      if wanted == id { wanted = nil }
      if let index = viewer.workList?.index(of: id) { change(.caseFailed(index, "\(error)")) }
    }
  }

  private func show(_ review: ReviewCase, _ id: Int) {
    keepView()
    wanted = nil
    generation += 1
    let generation = generation
    change(.opened(review, workListID: id))
    self.review = review
    restore(SavedView())
    change(.askOpenQuestions)
    let mailbox = mailbox
    runner.open(review) { mailbox.post(.viewer($0, generation: generation)) }
    readAhead()
  }

  func reload(_ labels: [Int]?) {
    let (mailbox, generation) = (mailbox, generation)
    // What was read ahead was read by another choice.
    if labels != nil { loaded = [:] }
    loader.reload(review, labels: labels, preparation) { mailbox.post(.reloaded($0, generation: generation)) }
  }

  func receive(again result: Result<ReviewCase, FileError>) {
    switch result {
    case .failure(let error): warn("\(error); the case stays as it was read before")
    case .success(let review):
      generation += 1
      let (mailbox, generation) = (mailbox, generation)
      change(.reloaded(review))
      self.review = review
      change(.askOpenQuestions)
      runner.open(review) { mailbox.post(.viewer($0, generation: generation)) }
      readAhead()
    }
  }

  /// Keeps the next case in memory, and only that, beside the one on the screen.
  func readAhead() {
    guard let workList = viewer.workList, let index = workList.index(stepping: 1) else {
      loaded = [:]
      return
    }
    let next = workList.entries[index]
    loaded = loaded.filter { $0.key == next.id }
    if loaded[next.id] == nil { load(next) }
  }
}
