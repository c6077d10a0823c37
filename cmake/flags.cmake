# One interface target that everything of ours links: warnings, sanitizers, hardening.
option(QUITS_WERROR "Treat warnings as errors" OFF)
option(QUITS_HARDEN "Hardening flags of a release" OFF)
option(QUITS_FUZZ "Build the fuzz targets (clang)" OFF)
set(QUITS_SANITIZE "" CACHE STRING "Sanitizers, comma separated")

add_library(quits_flags INTERFACE)
target_include_directories(quits_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(quits_flags INTERFACE _GNU_SOURCE QUITS_VERSION="${PROJECT_VERSION}")
target_compile_options(quits_flags INTERFACE
	-Wall -Wextra -Wshadow -Wswitch-enum -Wstrict-prototypes -Wmissing-prototypes
	-Wold-style-definition -Wpointer-arith -Wcast-align -Wcast-qual -Wwrite-strings -Wvla -Wundef
	-Wformat=2 -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
	$<$<C_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wjump-misses-init>
	-fno-common -fno-strict-aliasing -fstack-protector-strong
	-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=
	$<$<BOOL:${QUITS_WERROR}>:-Werror>)
if(QUITS_SANITIZE)
	target_compile_options(quits_flags INTERFACE -fsanitize=${QUITS_SANITIZE} -fno-omit-frame-pointer)
	if(NOT QUITS_SANITIZE STREQUAL "thread")
		target_compile_options(quits_flags INTERFACE -fno-sanitize-recover=all)
	endif()
	target_link_options(quits_flags INTERFACE -fsanitize=${QUITS_SANITIZE})
endif()
if(QUITS_HARDEN)
	target_compile_options(quits_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fPIE
		-fstack-clash-protection $<$<C_COMPILER_ID:GNU>:-fcf-protection=full>)
	target_link_options(quits_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)
endif()
