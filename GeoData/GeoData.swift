/// The bundled data sets.
public enum GeoData {}
