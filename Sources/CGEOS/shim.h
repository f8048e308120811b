// What Swift sees of GEOS: the reentrant interface only, each handle as a pointer type of its own.
#ifndef GEORISK_CGEOS_SHIM_H
#define GEORISK_CGEOS_SHIM_H

#define GEOS_USE_ONLY_R_API

// GEOS leaves these opaque, and Swift would import every one as the same untyped pointer. Completing them
// here gives each its own type, so that a prepared geometry cannot be passed as a geometry. The member is
// never read.
struct GEOSContextHandle_HS { unsigned char _opaque; };
struct GEOSGeom_t { unsigned char _opaque; };
struct GEOSPrepGeom_t { unsigned char _opaque; };
struct GEOSCoordSeq_t { unsigned char _opaque; };
struct GEOSSTRtree_t { unsigned char _opaque; };

#include <geos_c.h>

#if GEOS_VERSION_MAJOR < 3 || (GEOS_VERSION_MAJOR == 3 && GEOS_VERSION_MINOR < 11)
#error "GeoRisk needs GEOS 3.11 or newer"
#endif

#endif
