/* Facts whose probe is being written. A probe that comes takes its facts out of here. */
#pragma once
#include <stddef.h>

/* clang-format off */
static const char *const awaited[] = {
  NULL
};
/* clang-format on */
