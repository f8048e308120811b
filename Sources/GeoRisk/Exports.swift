// `import GeoRisk` is all that an embedder needs: geometries and GeoJSON come with it.
@_exported import GeoCore
@_exported import GeoJSON
