// libxml can use the system's ICU for encodings. Nothing here does, and its header would say otherwise than the ICU that
// Foundation brings along what a `UErrorCode` is: a file that sees both does not compile.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
