/// The page's style sheet and the few colours that are not a grade's.
enum ReportStyle {
  /// One colour per dimension, in the order of `Dimension.allCases`: told apart without telling red from green,
  /// and cold where the grades are warm.
  static let dimensionColours = ["#1f5fa8", "#39a0b5", "#8a63b8", "#1c7c54"]

  /// Colours of actors in the order of their names, as in the layer; their hatching differs as well.
  static let actorColours = ActorPalette.colours

  /// The whole sheet.
  ///
  /// - Parameter actors: how many actors have zones.
  static func sheet(actors: Int) -> String {
    var sheet = text
    for grade in Grade.allCases {
      // Chips carry dark letters on the pale grades and white ones on the two darkest.
      let ink = grade >= .veryHigh ? "#fff" : "#1d1d1f"
      sheet += ".g\(grade.rawValue){--c:\(grade.colour);--ink:\(ink)}\n"
    }
    for (index, colour) in dimensionColours.enumerated() { sheet += ".d\(index){--c:\(colour)}\n" }
    for (index, colour) in actorColours.prefix(actors).enumerated() { sheet += ".a\(index){--c:\(colour)}\n" }
    return sheet
  }

  private static let text = """

    :root{color-scheme:light;--ink:#1d1d1f;--soft:#55585e;--line:#d9dbe0;--paper:#fff;--wash:#f5f6f8}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:1120px;padding:24px 28px 64px;background:var(--paper);color:#1d1d1f;
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    overflow-wrap:break-word}
    h1{font-size:30px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em}
    h2{font-size:22px;line-height:1.3;margin:44px 0 12px}
    h3{font-size:18px;line-height:1.35;margin:0 0 4px}
    h4{font-size:16px;margin:18px 0 2px}
    p{margin:0 0 10px;max-width:78ch}
    a{color:inherit;text-decoration-color:#8b9099;text-underline-offset:2px}
    a:hover{text-decoration-color:currentColor}
    small{display:block;color:var(--soft);font-size:13px;line-height:1.35}
    ol,ul{padding:0;margin:0}
    .meta,.hint,.facts,figcaption{color:var(--soft);font-size:14px}
    .meta,.facts{max-width:none}
    header{border-bottom:2px solid #1d1d1f;padding-bottom:12px}
    .summary{margin-top:20px}
    .summary h2{margin-top:0}
    .summary p{font-size:18px}
    .summary .hint{font-size:14px;max-width:100ch}
    .grade{display:inline-block;padding:0 8px;border-radius:10px;background:var(--c);color:var(--ink);
    font-size:13px;line-height:19px;white-space:nowrap;box-shadow:inset 0 0 0 1px rgba(0,0,0,.22);
    vertical-align:1px}
    .index{font-weight:650;font-variant-numeric:tabular-nums}
    .sign{display:inline-block;min-width:22px;padding:0 5px;text-align:center;font-size:13px;line-height:20px;
    font-weight:650;border:1.5px solid #1d1d1f;background:#fff}
    .sign.road{border-radius:11px}
    .sign.site{border-radius:4px}
    .key{display:inline-block;width:14px;height:14px;margin-right:6px;background:var(--c);
    box-shadow:inset 0 0 0 1px rgba(0,0,0,.3);vertical-align:-2px}
    .keys{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;font-size:14px;color:var(--soft)}
    .up{font-weight:650}
    table{width:100%;border-collapse:collapse;margin:8px 0 12px;font-size:15px}
    caption{text-align:left;color:var(--soft);font-size:14px;padding-bottom:6px}
    th,td{text-align:left;vertical-align:top;padding:8px 14px 8px 0;border-bottom:1px solid var(--line)}
    th:last-child,td:last-child{padding-right:0}
    thead th{font-size:13px;color:var(--soft);font-weight:600;border-bottom:1.5px solid #8b9099;
    vertical-align:bottom}
    tbody th{font-weight:600}
    th small{font-weight:400}
    .id{white-space:nowrap}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .score{white-space:nowrap}
    .score small{white-space:normal}
    td.bars{width:24%}
    td.source{font-size:13px;color:var(--soft)}
    td.hash code{font-size:11px;word-break:break-all}
    .bar{display:block;width:100%;height:14px;min-width:80px;margin:5px 0}
    .bar rect{fill:var(--c);stroke:#fff;stroke-width:1px;vector-effect:non-scaling-stroke}
    td .bar{box-shadow:0 0 0 1px #b9bcc4}
    .dimensions{max-width:520px;margin:4px 0 8px}
    .share{display:flex;align-items:center;gap:8px;min-width:96px}
    .track{flex:1;height:10px;background:#e4e6ea}
    .track span{display:block;height:100%;background:#44474d}
    .value{min-width:36px;text-align:right;font-variant-numeric:tabular-nums;font-size:14px}
    article{border:1px solid var(--line);border-radius:8px;padding:18px 20px 8px;margin:0 0 20px}
    details.card{border:1px solid var(--line);border-radius:8px;padding:10px 20px;margin:0 0 8px}
    details.card>summary{cursor:pointer}
    summary h3{display:inline}
    .reasons{font-size:14px}
    .reasons th,.reasons td{width:14%;padding-right:12px}
    .reasons th:nth-child(2),.reasons td:nth-child(2){width:12%}
    .reasons th:nth-child(3),.reasons td:nth-child(3){width:18%}
    .reasons th:nth-child(7),.reasons td:nth-child(7){width:20%}
    .reasons th:nth-child(6),.reasons td:nth-child(6){width:9%}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:8px 0 16px;font-size:15px}
    dt{color:var(--soft)}
    dd{margin:0}
    .method h3{margin:24px 0 6px}
    .method ul{padding-left:20px;max-width:78ch}
    figure{margin:0}
    /* map */
    .map figure>svg{display:block;width:100%;height:auto;border:1px solid #8b9099;background:#fbfaf6}
    .switches{display:flex;flex-wrap:wrap;align-items:center;gap:4px 6px;margin:0 0 8px;font-size:14px}
    .switches input{margin:0 6px 0 0;vertical-align:-1px}
    .switches label{margin-right:12px;white-space:nowrap}
    .buffers{display:none}
    .map:has(#show-buffers:checked) .buffers{display:inline}
    .map:has(#show-bands:not(:checked)) .bands,.map:has(#show-zones:not(:checked)) .zones,
    .map:has(#show-incidents:not(:checked)) .incidents,
    .map:has(#show-labels:not(:checked)) .names{display:none}
    .map path,.map line,.map circle{vector-effect:non-scaling-stroke}
    .band{fill:var(--c);fill-opacity:.55;fill-rule:evenodd}
    .land{fill:none;stroke:#6d7078;stroke-width:1.1px}
    .graticule{fill:none;stroke:#5d6068;stroke-opacity:.28;stroke-width:.7px}
    .buffer{fill:#44506a;fill-opacity:.07;stroke:#44506a;stroke-width:.9px;stroke-opacity:.65;
    fill-rule:evenodd}
    .zone{fill-rule:evenodd;stroke:var(--c);stroke-width:1.8px}
    .zone.contested{stroke-dasharray:7 4}
    .zone.influence{stroke-dasharray:2 3}
    .hatch{stroke:var(--c);stroke-opacity:.5}
    .casing{fill:none;stroke:#2b2b2e;stroke-width:6px;stroke-linejoin:round;stroke-linecap:round}
    .worst{fill:none;stroke:#111;stroke-width:12px;stroke-linejoin:round;stroke-linecap:butt}
    .road-line{fill:none;stroke:var(--c);stroke-width:4px;stroke-linejoin:round;stroke-linecap:butt}
    .road-line.closed{stroke:#fff;stroke-dasharray:3 5}
    .sentences{padding-left:20px}
    .scenario{border:2px solid #1d1d1f;border-radius:8px;padding:4px 16px 8px;margin:16px 0}
    .change-band{fill-opacity:.6;fill-rule:evenodd}
    .change-zone{stroke:#3a3d44;stroke-width:1.4px}
    .change-zone.gone{stroke-dasharray:4 4}
    .change-line{fill:none;stroke-width:4px;stroke-linejoin:round}
    .change-new{fill:#1d1d1f;stroke:#fff;stroke-width:1.2px}
    .change-emerging{fill:none;stroke:#67001f;stroke-width:2.5px}
    .change-site{stroke:#1d1d1f;stroke-width:1.6px}
    .spread{fill:none;stroke:var(--c);stroke-width:1px;stroke-dasharray:3 4;stroke-opacity:.8}
    .pin{fill:var(--c);stroke:#fff;stroke-width:1.2px;vector-effect:non-scaling-stroke}
    .site-mark{fill:var(--c);stroke:#1d1d1f;stroke-width:1.6px}
    .site-number{fill:var(--ink);font-weight:700;text-anchor:middle;font-size:12px}
    .town{fill:#fff;stroke:#44474d;stroke-width:1.2px}
    .map svg text{font-family:inherit}
    .names text{paint-order:stroke;stroke:#fff;stroke-width:3.2px;stroke-linejoin:round;fill:#1d1d1f}
    .names .town-name{fill:#4a4d54}
    .names .zone-name{fill:var(--c);font-style:italic;font-weight:600}
    .names .site-name{font-weight:650}
    .names .ruler{fill:#44474d}
    .badge rect{fill:#fff;stroke:#1d1d1f;stroke-width:1.5px;vector-effect:non-scaling-stroke}
    .badge text{stroke:none;font-weight:700;text-anchor:middle}
    .scale-bar{stroke:#1d1d1f;stroke-width:1.5px;fill:none}
    .narrow{display:none}
    .legend{display:grid;grid-template-columns:repeat(auto-fit,minmax(215px,1fr));gap:10px 28px;margin-top:12px;
    font-size:14px}
    .legend h3{font-size:14px;margin:0 0 2px}
    .legend ul{list-style:none}
    .legend li{display:flex;align-items:center;gap:8px;line-height:1.6}
    .legend svg{flex:none;width:26px;height:16px}
    .legend .key{margin:0;width:26px}
    .map .pick{fill:none;stroke:#111;stroke-opacity:0;stroke-width:18px;stroke-linecap:round;pointer-events:stroke}
    .map .pick:hover,.map a:focus .pick{stroke-opacity:.28}
    .panel{display:none}
    .panel:target{display:block;position:fixed;z-index:2;right:12px;bottom:12px;width:min(760px,calc(100vw - 24px));
    max-height:62vh;overflow:auto;background:#fff;border:2px solid #1d1d1f;border-radius:8px;padding:12px 18px 4px;
    box-shadow:0 6px 28px rgba(0,0,0,.28)}
    .panel .terms{padding-left:22px;font-size:14px}
    .panel .close{float:right;padding:0 8px;font-size:24px;line-height:1;text-decoration:none}
    /* profile */
    .profile{margin:12px 0 4px;padding-left:70px}
    .profile ol{list-style:none;position:relative}
    .profile ol li{position:absolute;white-space:nowrap;font-size:12px;line-height:16px;color:var(--soft)}
    .plot{position:relative;height:150px;border-bottom:1.5px solid #44474d}
    .plot svg{display:block;width:100%;height:100%;overflow:visible}
    .plot path{fill:var(--c);stroke:none}
    .plot path.outline{fill:none;stroke:#1d1d1f;stroke-width:1.3px;vector-effect:non-scaling-stroke}
    .threshold{stroke:#1d1d1f;stroke-opacity:.3;stroke-width:1px;stroke-dasharray:2 3;vector-effect:non-scaling-stroke}
    .profile .thresholds{position:static}
    .profile .thresholds li{left:-70px;width:64px;text-align:right;transform:translateY(50%)}
    .plot .peak{position:absolute;transform:translate(-50%,calc(100% + 3px));width:18px;height:18px;
    border-radius:9px;background:#1d1d1f;box-shadow:0 0 0 1.5px #fff;color:#fff;font-size:12px;line-height:18px;text-align:center;font-weight:700}
    .plot .pick{position:absolute;top:0;bottom:0}
    .plot .pick:hover,.plot .pick:focus{background:rgba(17,17,17,.12)}
    .profile .towns{height:24px}
    .profile .towns li{transform:translateX(-50%);color:#1d1d1f}
    .profile .towns li::after{content:"";position:absolute;left:50%;top:17px;height:6px;
    border-left:1px solid #8b9099}
    .profile .towns li.first{transform:none}
    .profile .towns li.first::after{left:0}
    .profile .towns li.last{transform:translateX(-100%)}
    .profile .towns li.last::after{left:100%}
    .profile .axis{height:18px}
    .profile .axis li{transform:translateX(-50%);padding-top:1px}
    .profile .strip{height:16px;background:#eef0f3;overflow:hidden}
    .profile .strip li{top:3px;height:10px;overflow:hidden;background:var(--c);opacity:.85}
    .profile .strip li.contested{background:repeating-linear-gradient(135deg,var(--c) 0 4px,#fff 4px 7px)}
    .profile .strip li.influence{background:repeating-linear-gradient(90deg,var(--c) 0 2px,#fff 2px 6px)}
    .strip span{position:absolute;left:-9999px}
    @media (max-width:700px){
    body{padding:16px 16px 48px}
    h1{font-size:25px}
    h2{font-size:20px;margin-top:34px}
    .summary p{font-size:16px}
    .wide{display:none}
    .narrow{display:inline}
    .wide-only{display:none}
    article,details.card{padding:12px 14px 4px}
    .reasons th,.reasons td,.reasons th:nth-child(n),.reasons td:nth-child(n){width:100%}
    .profile{padding-left:62px}
    .profile .thresholds li{left:-62px;width:57px;font-size:11px}
    .casing{stroke-width:4.5px}
    .road-line{stroke-width:3px}
    .worst{stroke-width:8px}
    .at .pin,.at .site-mark,.at .site-number,.at .town{transform:scale(1.9)}
    dl{grid-template-columns:1fr;gap:0}
    dd{margin-bottom:8px}
    thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .legend{grid-template-columns:repeat(auto-fit,minmax(160px,1fr))}
    table,tbody,tr,td,tbody th,caption{display:block;width:100%}
    tbody tr{border-bottom:1px solid var(--line);padding:10px 0}
    th,td,th:last-child,td:last-child{border:0;padding:2px 0}
    td{display:grid;grid-template-columns:110px 1fr;gap:0 10px}
    td::before{content:attr(data-label);color:var(--soft);font-size:13px}
    td.bars{width:100%}
    td.score{white-space:normal}
    .number{text-align:left}
    }
    @media print{
    body{max-width:none;padding:0;font-size:10pt}
    .summary p{font-size:12pt}
    table,.reasons{font-size:9pt}
    small,td.source{font-size:8pt}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    .switches,.screen,.panel,.panel:target{display:none}
    h2,h3,h4{break-after:avoid}
    tr,.profile,.map figure{break-inside:avoid}
    article{border:0;border-top:1px solid var(--line);border-radius:0;padding:10pt 0 0}
    }

    """
}
