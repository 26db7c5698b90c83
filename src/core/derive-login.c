#include "core/derive-parts.h"
#include "core/phrase.h"
#include <string.h>

/* --- reply.refuses-login --- */

/* Codes that say nothing but no: RFC 5530, RFC 3206; SMTP 535 is RFC 4954 §6. */
static const char *const refusing_codes[] = { "AUTHENTICATIONFAILED", "AUTH", NULL };

/* How server programs and clients put it in words; each alternative is a kind, not a sample.
 * Order: who failed; what was wrong; what was done with it; other languages. */
static const char refusing_words[]
  = "authentication fail* | authentification fail* | authentication .. failed | auth fail* "
    "| auth* error | login fail* | logon fail* | login error | signin fail* | sign in fail* "
    "| authentication unsuccessful | authentication rejected | authentication denied "
    "| authorization failed | authorisation failed | authenticate failed | login .. failed "
    "| error logging in | failed to log* in | failed to authenticate | unable to log* in "
    "| unable to authenticate | could not authenticate | couldn't authenticate | cannot log* in "
    "| cannot authenticate | can't log* in | not authenticated"
    "| invalid credential* | bad credential* | incorrect credential* | wrong credential* "
    "| credentials .. invalid | credentials .. incorrect | credentials rejected "
    "| invalid login | login invalid | login incorrect | incorrect login | bad login "
    "| login rejected | login denied | bad authentication | invalid authentication "
    "| invalid password | bad password | wrong password | incorrect password "
    "| password .. incorrect | password .. invalid | password .. wrong | password mismatch "
    "| password not accepted | password .. rejected | password .. not match | password error "
    "| invalid user* .. password | bad user* .. password | incorrect user* .. password "
    "| unknown user* .. password | wrong user* .. password | user* .. password .. incorrect "
    "| user* .. password .. invalid | user* .. password not accepted | user* .. password .. wrong "
    "| invalid user* | unknown user | no such user | bad username | user* not found "
    "| account not found | re authentication failure "
    "| anmeldung fehlgeschlagen | authentifizierung fehlgeschlagen | falsches passwort "
    "| passwort .. falsch | échec .. authentification | mot de passe incorrect "
    "| identifiant .. incorrect | autenticación .. fall* | contraseña incorrecta "
    "| autenticazione .. fallita | password errata | falha .. autenticação | senha inválida "
    "| неверный .. пароль | ошибка .. аутентификации | логин или пароль "
    "| 登录失败 | 登錄失敗 | 密码错误 | 密码不正确 | 密碼錯誤 | 用户名或密码 | 认证失败 | 驗證失敗 "
    "| 認証に失敗 | 認証失敗 | 認証エラー | ログインに失敗 | ログインできません | パスワードが違 "
    "| パスワードが間違 | パスワードが正しく | 비밀번호 | 로그인 실패 | 인증 실패";

/* Once for all threads: the phrases are only read afterwards. */
static const DoctorPhrases *
get_refusing_phrases (void)
{
  static gsize ready = 0;
  if (g_once_init_enter (&ready))
    g_once_init_leave (&ready, (gsize)doctor_phrases_new (refusing_words));
  return (const DoctorPhrases *)ready;
}

/* Steps at which the words may be about user and password; a reply whose step nobody gave may
 * belong to any. "User unknown" at RCPT is another matter. */
static gboolean
may_be_login (const char *stage)
{
  return stage == NULL || strcmp (stage, "auth") == 0 || strcmp (stage, "other") == 0
         || strcmp (stage, "capability") == 0 || strcmp (stage, "select") == 0;
}

static gboolean
refuses_by_code (DoctorFacts *facts, DoctorScope scope)
{
  const char *code = doctor_facts_get_string (facts, scope, "reply.code");
  return (code != NULL && g_strv_contains (refusing_codes, code))
         || doctor_facts_get_int (facts, scope, "reply.smtp-code", 0) == 535
         || doctor_facts_is (facts, scope, "reply.enhanced", "5.7.8");
}

/* SMTP replies at an unknown step speak of recipients more often than of logins. */
static gboolean
refuses_by_words (DoctorFacts *facts, DoctorScope scope)
{
  const char *words = doctor_facts_get_string (facts, scope, "reply.words");
  const char *stage = doctor_facts_get_string (facts, scope, "reply.stage");
  gboolean is_smtp
    = scope == DOCTOR_SCOPE_SEND || doctor_facts_is (facts, scope, "service.protocol", "smtp");
  if (words == NULL || !may_be_login (stage) || (is_smtp && g_strcmp0 (stage, "auth") != 0))
    return FALSE;
  return doctor_phrases_occur (get_refusing_phrases (), words);
}

/* A reply that asks to wait has not looked at the password. */
static gboolean
is_temporary (DoctorFacts *facts, DoctorScope scope)
{
  return doctor_facts_is (facts, scope, "reply.status", "temporary")
         || doctor_facts_is (facts, scope, "reply.code", "UNAVAILABLE")
         || doctor_facts_is (facts, scope, "reply.code", "SYS/TEMP")
         || doctor_facts_is (facts, scope, "reply.status", "ok")
         || doctor_facts_is (facts, scope, "reply.status", "success");
}

void
doctor_derive_refusal (DoctorFacts *facts, DoctorScope scope)
{
  if (doctor_facts_lookup (facts, scope, "reply.text") == NULL)
    return;
  gboolean refuses = !is_temporary (facts, scope)
                     && (refuses_by_code (facts, scope) || refuses_by_words (facts, scope));
  doctor_facts_set_scoped (facts, scope, "reply.refuses-login", g_variant_new_boolean (refuses),
                           DOCTOR_SOURCE_DERIVED);
}

/* --- reply.oauth --- */

/* What stands in front of the method where it was used, rather than offered. */
static const char used_words[]
  = "authenticate xoauth2 | authenticate oauthbearer | auth xoauth2 | auth oauthbearer "
    "| using xoauth2 | using oauthbearer | using oauth* | xoauth2 authentication | oauth2 error "
    "| oauthbearer authentication | authenticator xoauth2 | mechanism xoauth2 | access token "
    "| refresh token | aadsts* | invalid grant | xoauth2 failed | oauth failed | oauth2 failed | "
    "oauth2 authentication";

static const DoctorPhrases *
get_used_phrases (void)
{
  static gsize ready = 0;
  if (g_once_init_enter (&ready))
    g_once_init_leave (&ready, (gsize)doctor_phrases_new (used_words));
  return (const DoctorPhrases *)ready;
}

/* Lists of what a server offers (RFC 9051 CAPABILITY, RFC 4954 EHLO) look like the commands. */
static char *
dup_without_offers (const char *words)
{
  static const char *const offers[] = { "AUTH=", "250-AUTH", "250 AUTH", "SASL-IR" };
  GString *tried = g_string_new (words);
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    g_string_replace (tried, offers[i], "…", 0);
  return g_string_free (tried, FALSE);
}

void
doctor_derive_oauth (DoctorFacts *facts, DoctorScope scope)
{
  const char *words = doctor_facts_get_string (facts, scope, "reply.around");
  const char *mechanism = doctor_facts_get_string (facts, scope, "login.mechanism");
  if (mechanism == NULL)
    mechanism = doctor_facts_get_string (facts, scope, "auth.mechanism");
  if (words == NULL && mechanism == NULL)
    return;
  g_autofree char *tried = words != NULL ? dup_without_offers (words) : NULL;
  gboolean used = g_strcmp0 (mechanism, "xoauth2") == 0 || g_strcmp0 (mechanism, "oauthbearer") == 0
                  || (tried != NULL && doctor_phrases_occur (get_used_phrases (), tried));
  doctor_facts_set_scoped (facts, scope, "reply.oauth", g_variant_new_boolean (used),
                           DOCTOR_SOURCE_DERIVED);
}
