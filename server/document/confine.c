/* Limits, Landlock and seccomp; see confine.h. Landlock has no function in the C library, and its header may be older
 * than the kernel, so its few numbers stand here as the kernel's documentation gives them. */
#include "server/document/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/status.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0 /* a sanitizer's shadow is terabytes of address space that is never touched */
#endif

enum { DESCRIPTORS = 64 };
#define DATA_MOST    ((rlim_t)384 << 20) /* anonymous memory; a document of the largest kind takes some 60 MiB */
#define ADDRESS_MOST ((rlim_t)2 << 30)   /* with the fonts that are mapped */

static void limit(int what, rlim_t most)
{
	struct rlimit l = { most, most };

	(void)setrlimit((__rlimit_resource_t)what, &l);
}

static void limits(void)
{
	limit(RLIMIT_CORE, 0); /* a core would hold what stands in documents */
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, DESCRIPTORS);
	limit(RLIMIT_MEMLOCK, 0);
	if (!SANITIZED) {
		limit(RLIMIT_DATA, DATA_MOST);
		limit(RLIMIT_AS, ADDRESS_MOST);
	}
}

/* Landlock's numbers. */
enum { RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR  (UINT64_C(1) << 3)
#define FS_FIRST     ((UINT64_C(1) << 13) - 1) /* of its first version */
#define FS_REFER     (UINT64_C(1) << 13)       /* 2 */
#define FS_TRUNCATE  (UINT64_C(1) << 14)       /* 3 */
#define FS_IOCTL     (UINT64_C(1) << 15)       /* 5 */
#define NET_ALL      UINT64_C(3)               /* 4: bind and connect */
#define SCOPE_ALL    UINT64_C(3)               /* 6: abstract sockets and signals */

struct ruleset {
	uint64_t fs, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

static void allow(int rules, const char *folder)
{
	struct beneath b = { FS_READ_FILE | FS_READ_DIR, open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) };

	if (b.folder < 0)
		return; /* a folder that is not there can not be read either */
	(void)syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &b, 0);
	close(b.folder);
}

static bool confine_files(const char *const *folders, size_t n)
{
	struct ruleset r = { FS_FIRST, 0, 0 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, RULESET_VERSION);
	int rules;
	bool held;

	if (version < 1)
		return false;
	r.fs |= (version >= 2 ? FS_REFER : 0) | (version >= 3 ? FS_TRUNCATE : 0) | (version >= 5 ? FS_IOCTL : 0);
	r.net = version >= 4 ? NET_ALL : 0;
	r.scoped = version >= 6 ? SCOPE_ALL : 0;
	rules = (int)syscall(SYS_landlock_create_ruleset, &r,
			     version >= 6 ? sizeof(r) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t), 0);
	if (rules < 0)
		return false;
	for (size_t i = 0; i < n; i++)
		allow(rules, folders[i]);
	held = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return held;
}

/* Calls that drawing needs, whatever their arguments; those that can do harm with some stand below. */
static const int calls[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(lseek),
	SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(fcntl), SCMP_SYS(fadvise64),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
	SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(setitimer), SCMP_SYS(getrandom),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
	SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_getattr),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

static bool allow_with(scmp_filter_ctx f)
{
	/* Files are opened to be read; memory never becomes a program; signals go to nobody but this process. Pango looks
	 * for fonts in threads: those may be, other processes may not; clone3 hides which of them it makes, so it is said
	 * not to exist and the C library uses clone. */
	const scmp_datum_t writes = O_ACCMODE | O_CREAT | O_TRUNC, me = (scmp_datum_t)getpid();
	const struct scmp_arg_cmp thread = SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD),
				  naming = SCMP_A0_64(SCMP_CMP_EQ, PR_SET_NAME, 0);
	const struct scmp_arg_cmp reads = SCMP_A2_64(SCMP_CMP_MASKED_EQ, writes, 0),
				  reads_old = SCMP_A1_64(SCMP_CMP_MASKED_EQ, writes, 0),
				  data = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
				  self = SCMP_A0_64(SCMP_CMP_EQ, me, 0);

	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &reads) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, &reads_old) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &data) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &data) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &naming) == 0 &&
	       seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self) == 0;
}

/* What is not allowed fails with EPERM: a library that asks for more than it needs goes on without. */
static bool confine_calls(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool good = f && seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0; /* every thread there is */

	for (size_t i = 0; i < COUNT(calls) && good; i++)
		good = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	good = good && allow_with(f) && seccomp_load(f) == 0;
	if (f)
		seccomp_release(f);
	return good;
}

unsigned confine(const char *const *folders, size_t n)
{
	unsigned held = 0;

	limits();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return 0; /* neither may be asked for without */
	if (confine_files(folders, n))
		held |= CONFINED_FILES;
	if (confine_calls())
		held |= CONFINED_CALLS;
	return held;
}
