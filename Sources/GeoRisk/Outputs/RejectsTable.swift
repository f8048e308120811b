/// The records kept out of a result as a CSV table, for whoever mends them.
///
/// Columns: `file`, `line` (of CSV inputs), `feature` and `byte` (of GeoJSON inputs), `kind` (`bad`, or `excluded`
/// where the model leaves a sound record out), `reason`, and `record`, the text as it stands in the input.
public enum RejectsTable {
  /// The table's bytes; only the header where nothing was kept out.
  public static func csv(_ rejects: [RejectedRecord]) -> [UInt8] {
    var text = "file,line,feature,byte,kind,reason,record\n"
    for reject in rejects {
      let place = reject.place
      let fields = [
        place.file ?? "", place.line.map(String.init) ?? "", place.feature.map(String.init) ?? "",
        place.byte.map(String.init) ?? "", reject.kind == .bad ? "bad" : "excluded", reject.reason,
        reject.rawText,
      ]
      text += CSVText.row(fields)
    }
    return Array(text.utf8)
  }
}
