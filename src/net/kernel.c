/* Which kernels this processor can run, best first. */
#include "net/kernel.h"

#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
enum { HAS_DOT_PRODUCT = 1 << 20 }; /* HWCAP_ASIMDDP */
#endif

enum { MOST_KERNELS = 4 };

const kernel *kernel_at(int32_t i) {
  const kernel *all[MOST_KERNELS] = {0};
  int32_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni"))
    all[count++] = &kernel_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all[count++] = &kernel_avx2;
#elif defined(__aarch64__) && defined(__linux__)
  if (getauxval(AT_HWCAP) & HAS_DOT_PRODUCT) all[count++] = &kernel_neon;
#endif
  all[count] = &kernel_portable;
  return i >= 0 && i <= count ? all[i] : NULL;
}

const kernel *kernel_named(const char *name) {
  const kernel *k;
  for (int32_t i = 0; (k = kernel_at(i)) != NULL; i++)
    if (!name || strcmp(k->name, name) == 0) return k;
  return NULL;
}

inq_code kernel_choose(const kernel **out, inq_err *err) {
  const char *name = getenv("INQUIT_KERNEL");
  *out = kernel_named(name && *name ? name : NULL);
  if (*out) return INQ_OK;
  return err_set(err, INQ_E_ARGUMENT, "model", -1, "INQUIT_KERNEL names no kernel of this machine: %.40s",
                 name);
}
