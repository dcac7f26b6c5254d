// pcre2.h declares nothing until the width of a code unit is chosen.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
