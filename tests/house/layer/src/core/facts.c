#include <openssl/ssl.h>
int facts (void);
int
facts (void)
{
  goto out;
out:
  return 0;
}
