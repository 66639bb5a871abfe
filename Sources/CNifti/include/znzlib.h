/* nifti2_io.h asks for <znzlib.h>, which Debian installs one folder down. */
#include <nifti/znzlib.h>
