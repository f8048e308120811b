// What Swift sees of PROJ: each handle as a pointer type of its own.
#ifndef GEORISK_CPROJ_SHIM_H
#define GEORISK_CPROJ_SHIM_H

// Opaque in PROJ; completed here so that Swift gives each its own pointer type. The member is never read.
struct PJconsts { unsigned char _opaque; };
struct pj_ctx { unsigned char _opaque; };
struct PJ_AREA { unsigned char _opaque; };

#include <proj.h>
#include <geodesic.h>

#if PROJ_VERSION_MAJOR < 9 || (PROJ_VERSION_MAJOR == 9 && PROJ_VERSION_MINOR < 1)
#error "GeoRisk needs PROJ 9.1 or newer"
#endif

#endif
