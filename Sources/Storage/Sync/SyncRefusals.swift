public import Readiness

extension Refusal {
  static let invalidCursor = Refusal(
    .malformed, "cursor-invalid", field: "cursor",
    LocalizedText(
      en: "This cursor was not given to this device, or is damaged. Pull with the cursor of the last stored page, or "
        + "without one to begin anew.",
      zh: "该游标不属于此设备或已损坏。请使用最后保存的页面游标，或不带游标重新开始。"))

  static let cursorExpired = Refusal(
    .gone, "cursor-expired", field: "cursor",
    LocalizedText(
      en:
        "The device was away for so long that deletions since are not known any more. Keep what waits to be sent, and "
        + "pull without a cursor.",
      zh: "设备离线过久，期间的删除记录已清理。请保留待发送的内容，并不带游标重新拉取。"))

  package static let epochChanged = Refusal(
    .gone, "epoch-changed", field: "cursor",
    LocalizedText(
      en: "The server's data was restored from a backup. Keep what waits to be sent, and pull without a cursor.",
      zh: "服务器数据已从备份恢复。请保留待发送的内容，并不带游标重新拉取。"))

  static let wrongDevice = Refusal(
    .forbidden, "wrong-device", field: "Sync-Device",
    LocalizedText(
      en: "The token does not belong to this device. Synchronise with the token that the device was enrolled with.",
      zh: "令牌不属于此设备。请使用该设备注册时获得的令牌进行同步。"))

  package static let deviceForked = Refusal(
    .conflict, "device-forked",
    LocalizedText(
      en:
        "Another copy of this device has written with its identity, as after a restore from a backup. Enrol this copy "
        + "anew; what waits to be sent stays.",
      zh: "此设备的另一副本已使用同一身份写入（例如从备份还原后）。请重新注册本副本；待发送的内容会保留。"))

  static let sequenceReusedCode = "sequence-reused"

  static func sequenceGap(_ sequence: Int64, expected: Int64) -> Refusal {
    .conflict(
      "sequence-gap", field: "mutations.sequence",
      en: "The next sequence of this device is \(expected), not \(sequence). Send what lies between first.",
      zh: "此设备的下一个序号应为 \(expected)，而不是 \(sequence)。请先发送缺失的内容。")
  }

  /// What a conflict is told as.
  public static let rowChanged = Refusal.conflict(
    "row-changed", en: "Somebody has changed this since you saw it. Look at it as it is now, then decide again.",
    zh: "您查看之后该内容已被他人更改。请查看最新内容后再决定。")
}
