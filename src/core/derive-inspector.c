#include "core/derive-inspector.h"
#include <string.h>

/* What their authorities are called by the makers' manuals, in lower case; long enough that
 * no public authority has it in its name. */
static const struct {
  const char *mark, *product;
} inspectors[] = {
  /* security programs on the computer itself */
  { "adguard personal ca", "AdGuard" },
  { "avast", "Avast" },
  { "avg web/mail shield", "AVG" },
  { "avg technologies", "AVG" },
  { "avira", "Avira" },
  { "bitdefender", "Bitdefender" },
  { "bullguard", "BullGuard" },
  { "covenant eyes", "Covenant Eyes" },
  { "dr.web", "Dr.Web" },
  { "drweb", "Dr.Web" },
  { "eset ssl filter", "ESET" },
  { "f-secure", "F-Secure" },
  { "g data", "G DATA" },
  { "kaspersky", "Kaspersky" },
  { "norton web/mail shield", "Norton" },
  { "panda security", "Panda" },
  { "quick heal", "Quick Heal" },
  { "superfish", "Superfish" },
  /* devices and services of companies and schools */
  { "barracuda", "Barracuda" },
  { "blue coat", "Blue Coat" },
  { "bluecoat", "Blue Coat" },
  { "check point", "Check Point" },
  { "cisco umbrella", "Cisco Umbrella" },
  { "cloudflare for teams", "Cloudflare Gateway" },
  { "cloudflare managed g", "Cloudflare Gateway" },
  { "contentkeeper", "ContentKeeper" },
  { "fireware https proxy", "WatchGuard" },
  { "forcepoint", "Forcepoint" },
  { "fortigate", "FortiGate" },
  { "fortinet", "FortiGate" },
  { "iboss", "iboss" },
  { "kerio control", "Kerio Control" },
  { "lightspeed rocket", "Lightspeed" },
  { "lightspeed systems", "Lightspeed" },
  { "mcafee web gateway", "McAfee Web Gateway" },
  { "menlo security", "Menlo Security" },
  { "netskope", "Netskope" },
  { "palo alto networks", "Palo Alto Networks" },
  { "sangfor", "Sangfor" },
  { "securly", "Securly" },
  { "skyhigh", "Skyhigh Security" },
  { "smoothwall", "Smoothwall" },
  { "sonicwall", "SonicWall" },
  { "sophos", "Sophos" },
  { "untangle", "Untangle" },
  { "watchguard", "WatchGuard" },
  { "websense", "Forcepoint" },
  { "zscaler", "Zscaler" },
  /* tools that look into connections on purpose */
  { "charles proxy", "Charles" },
  { "do_not_trust_fiddler", "Fiddler" },
  { "mitmproxy", "mitmproxy" },
  { "portswigger", "Burp Suite" },
};

const char *
doctor_derive_find_inspector (const char *issuer)
{
  g_autofree char *lower = g_utf8_strdown (issuer, -1);
  for (guint i = 0; i < G_N_ELEMENTS (inspectors); i++)
    if (strstr (lower, inspectors[i].mark) != NULL)
      return inspectors[i].product;
  return NULL;
}
