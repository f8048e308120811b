// The compression of SHA-256 with the processor's own instructions for it.
//
// The plain Swift of `SHA256` is its twin: tests hold the two against each other.
#ifndef GEORISK_SHA256_H
#define GEORISK_SHA256_H

#include <stdint.h>

// Whether this processor has the instructions.
int32_t gr_sha256_is_supported(void);

// Works whole blocks of 64 bytes into the eight words of the state. Only where supported.
void gr_sha256_add(uint32_t *state, const uint8_t *bytes, int64_t blocks);

#endif
