/// The smallest data set of one's own: made-up incidents round a made-up road and a made-up camp.
enum SmallDataset {
  static let incidents = """
    id,date,longitude,latitude,event_type,sub_event_type,actor1,fatalities,place,source
    a1,2026-06-01,-6.10,13.40,Battles,Armed clash,Group A,4,Alpha,made up
    a2,2026-06-20,-6.30,13.55,Explosions/Remote violence,Remote explosive/landmine/IED,Group A,2,Beta,made up
    a3,2026-05-11,-5.95,13.30,Violence against civilians,Attack,Group B,1,Gamma,made up
    """ + "\n"

  static let corridors = """
    {"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "road", "properties": {"name": "Alpha to Beta", "kind": "road"},
       "geometry": {"type": "LineString", "coordinates": [[-6.0, 13.3], [-6.15, 13.42], [-6.35, 13.6]]}}
    ]}
    """ + "\n"

  static let sites = """
    {"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "camp", "properties": {"name": "Camp", "kind": "camp"},
       "geometry": {"type": "Point", "coordinates": [-6.2, 13.5]}}
    ]}
    """ + "\n"

  static let control = """
    id,date,place,longitude,latitude,actor,status,confidence,radius_km,source
    c1,2026-06-01,Alpha,-6.10,13.40,Group A,controlled,0.9,20,made up
    c2,2026-06-01,Delta,-6.60,13.40,State,controlled,0.9,20,made up
    """ + "\n"

  /// Writes the whole set into a folder of the scratch folder.
  static func write(to folder: borrowing Scratch, name: String = "mydata") throws {
    try folder.write("\(name)/incidents.csv", incidents)
    try folder.write("\(name)/corridors.geojson", corridors)
    try folder.write("\(name)/sites.geojson", sites)
    try folder.write("\(name)/control.csv", control)
  }
}
