#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* EAI_NODATA */
#endif
#include "probe/dns.h"
#include <netdb.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* More addresses than this add nothing to a diagnosis; large providers publish about ten. */
enum { MAX_ADDRESSES = 16 };

/* getaddrinfo(3). The texts are glibc's, in English whatever the language. */
static const struct {
  int code;
  const char *result, *text;
} codes[] = {
  { 0, "found", NULL },
  { EAI_NONAME, "not-found", "Name or service not known" },
  { EAI_NODATA, "no-address", "No address associated with hostname" },
  { EAI_ADDRFAMILY, "no-address", "Address family for hostname not supported" },
  { EAI_AGAIN, "temporary", "Temporary failure in name resolution" },
  { EAI_FAIL, "temporary", "Non-recoverable failure in name resolution" },
  { EAI_MEMORY, "temporary", "Memory allocation failure" },
  { EAI_SYSTEM, "temporary", "System error" },
};

/* Shared by the waiting thread and the working one; the last of them frees it. */
typedef struct {
  gatomicrefcount refs;
  char *host;
  DoctorResolver resolver;
  int done_fd; /* eventfd: readable when the answer is there */
  int code;
  GPtrArray *addresses;
} Work;

static void
work_unref (Work *work)
{
  if (!g_atomic_ref_count_dec (&work->refs))
    return;
  close (work->done_fd);
  g_ptr_array_unref (work->addresses);
  g_free (work->host);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_unref)

static int
system_resolver (const char *host, GPtrArray *addresses)
{
  struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
  struct addrinfo *list = NULL;
  int code = getaddrinfo (host, NULL, &hints, &list);
  for (struct addrinfo *info = list; info != NULL && code == 0; info = info->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo (info->ai_addr, info->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST)
        == 0)
      g_ptr_array_add (addresses, g_strdup (text));
  }
  if (list != NULL)
    freeaddrinfo (list);
  return code;
}

static gpointer
work_thread (gpointer data)
{
  g_autoptr (Work) work = data;
  guint64 one = 1;
  work->code = work->resolver (work->host, work->addresses);
  /* The write orders code and addresses before the reader that polls for it. */
  if (write (work->done_fd, &one, sizeof one) != sizeof one)
    work->code = EAI_SYSTEM;
  return NULL;
}

static Work *
work_start (const char *host, DoctorResolver resolver)
{
  g_autoptr (GThread) thread = NULL;
  Work *work = g_new0 (Work, 1);
  g_atomic_ref_count_init (&work->refs);
  work->host = g_strdup (host);
  work->resolver = resolver != NULL ? resolver : system_resolver;
  work->done_fd = eventfd (0, EFD_CLOEXEC);
  work->addresses = g_ptr_array_new_with_free_func (g_free);
  g_atomic_ref_count_inc (&work->refs);
  thread = g_thread_try_new ("dns", work_thread, work, NULL);
  if (thread == NULL)
    work_unref (work);
  return work;
}

static void
take_addresses (DoctorLookup *lookup, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len && lookup->addresses->len < MAX_ADDRESSES; i++) {
    const char *address = g_ptr_array_index (addresses, i);
    if (!g_ptr_array_find_with_equal_func (lookup->addresses, address, g_str_equal, NULL))
      g_ptr_array_add (lookup->addresses, g_strdup (address));
  }
}

static void
take_answer (DoctorLookup *lookup, Work *work)
{
  lookup->result = "temporary";
  lookup->error = "Unknown resolver error";
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == work->code) {
      lookup->result = codes[i].result;
      lookup->error = codes[i].text;
    }
  if (work->code == 0)
    take_addresses (lookup, work->addresses);
  if (work->code == 0 && lookup->addresses->len == 0) {
    lookup->result = "no-address";
    lookup->error = "No address associated with hostname";
  }
}

static void
look_up (DoctorLookup *lookup,
         const char *host,
         DoctorResolver resolver,
         const DoctorPatience *patience)
{
  g_autoptr (Work) work = work_start (host, resolver);
  struct pollfd fds[1 + DOCTOR_PATIENCE_FDS] = { { .fd = work->done_fd, .events = POLLIN } };
  if (doctor_patience_poll (patience, fds, 1) == DOCTOR_WAIT_READY) {
    take_answer (lookup, work);
    return;
  }
  lookup->result = "timeout";
  lookup->error = "No answer from the resolver";
}

DoctorLookup *
doctor_lookup_run (const char *host, DoctorResolver resolver, const DoctorPatience *patience)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);
  g_autofree char *ascii = g_hostname_to_ascii (host);
  DoctorLookup *lookup = g_new0 (DoctorLookup, 1);
  lookup->addresses = g_ptr_array_new_with_free_func (g_free);
  if (literal != NULL) {
    lookup->result = "literal";
    g_ptr_array_add (lookup->addresses, g_inet_address_to_string (literal));
  } else if (ascii == NULL || *ascii == '\0') {
    lookup->result = "not-found";
    lookup->error = "Not a host name";
  } else {
    look_up (lookup, ascii, resolver, patience);
  }
  lookup->ms = doctor_elapsed_ms (start_us);
  return lookup;
}

void
doctor_lookup_free (DoctorLookup *lookup)
{
  if (lookup == NULL)
    return;
  g_ptr_array_unref (lookup->addresses);
  g_free (lookup);
}
