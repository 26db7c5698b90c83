#include "core/derive-parts.h"
#include "core/phrase.h"
#include <string.h>

/* --- reply.refuses-login --- */

/* Codes that say nothing but no: RFC 5530, RFC 3206; SMTP 535 is RFC 4954 §6. */
static const char *const refusing_codes[] = { "AUTHENTICATIONFAILED", "AUTH", NULL };

/* How server programs and clients put it in words; each alternative is a kind, not a sample.
 * Order: who failed; what was wrong; what was done with it; other languages. */
static const char refusing_words[]
  = "<wrong> .. <credential> | bad .. <credential> | bad auth* | password .. bad | <credential> .. "
    "<wrong> | <credential> .. fail* | <credential> "
    ".. error | auth* .. fail* | auth* .. <wrong> | <wrong> .. auth* | <cannot> log in | "
    "<cannot> login | <cannot> log on | <cannot> logon | <cannot> sign in | can not log in | can "
    "not login | <cannot> auth* | "
    "failed to log* | user* .. <no such> | <no such> user* | <no such> account | account .. "
    "<no such> | authorization error | authorisation error | fail* .. auth* | authentication "
    "error | auth error | authentication unsuccessful | logging in failed | signin fail* | "
    "sign in fail* | sign on fail* | log in .. fail* | error logging in | unable to log | not "
    "authenticated | not authorized | not authorised | not logged in | credential* .. not | "
    "check .. credential* | check .. password | unknown .. password | verify .. password | "
    "not .. correct .. password | not .. valid .. password | not a valid .. user | not a "
    "valid .. password | no such mailbox for user | mailbox .. unknown | anmeldung .. "
    "fehlgeschlagen | anmeldung .. gescheitert | authentifizierung .. fehl* | authentisierung "
    ".. fehl* | ungültige* .. anmelde* | zugangsdaten | benutzer .. unbekannt | échec .. "
    "authentification | échec .. connexion | authentification .. échou* | autenticación .. "
    "fall* | autenticación .. incorrecta | error .. autenticación | error de .. contraseña | "
    "usuario .. incorrecto | credenciales | autenticazione .. fallita | autenticazione .. non "
    "riuscita | credenziali | falha .. autenticação | authenticatie .. mislukt | aanmelden .. "
    "mislukt | błąd .. uwierzyteln* | logowanie .. nie powiod* | přihlášení .. selhalo | fel "
    ".. lösenord | inloggningen .. misslyckades | hatalı .. şifre | ошибка .. аутентификации "
    "| ошибка .. авторизации | логин или пароль | не удалось .. войти | 登录失败 | 登錄失敗 | "
    "登入失敗 | "
    "密码错误 | 密码不正确 | 密碼錯誤 | 用户名或密码 | 帐号或密码 | 账号或密码 | 用户名密码 | "
    "认证失败 | 驗證失敗 | 验证失败 | 身份验证 | 鉴权失败 "
    "| 認証に失敗 | 認証失敗 | 認証エラー | 認証できません | 認証が .. 失敗 | ログインに失敗 | "
    "ログインできません | ログオンできません | ログイン .. "
    "失敗 | パスワードが違 | パスワードが間違 | パスワードが正しく | パスワード .. 誤 | パスワード "
    ".. 一致 | パスワード .. 拒否 | パスワード .. "
    "無効 | 비밀번호 | 로그인 실패 | 인증 실패";

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

/* A line that broke in the middle of a login has refused nobody, whatever the client makes of it.
 */
static gboolean
is_broken_line (DoctorFacts *facts, DoctorScope scope)
{
  static const char *const errors[]
    = { "reset", "timeout", "refused", "unreachable", "not-found", "dns-temporary", NULL };
  const char *error = doctor_facts_get_string (facts, scope, "reply.error");
  return error != NULL && g_strv_contains (errors, error)
         && doctor_facts_is (facts, scope, "reply.status", "none");
}

/* SMTP replies at an unknown step speak of recipients more often than of logins. */
static gboolean
refuses_by_words (DoctorFacts *facts, DoctorScope scope)
{
  const char *words = doctor_facts_get_string (facts, scope, "reply.words");
  const char *stage = doctor_facts_get_string (facts, scope, "reply.stage");
  gboolean is_smtp
    = scope == DOCTOR_SCOPE_SEND || doctor_facts_is (facts, scope, "service.protocol", "smtp");
  if (words == NULL || is_broken_line (facts, scope) || !may_be_login (stage)
      || (is_smtp && g_strcmp0 (stage, "auth") != 0))
    return FALSE;
  return doctor_phrases_occur (get_refusing_phrases (), words);
}

/* Some servers refuse a wrong password with a 4xx code (Proton Mail Bridge: 454); their words
 * are definite, and none of them speaks of later. */
static const char definite_words[]
  = "invalid .. password | incorrect .. password | wrong .. password | bad .. password "
    "| password .. incorrect | password .. invalid | password .. wrong | invalid .. credential*";
static const char waiting_words[]
  = "temporar* | later | again | too many | rate | backend | server";

static gboolean
is_definite (DoctorFacts *facts, DoctorScope scope)
{
  static gsize ready = 0;
  static DoctorPhrases *definite, *waiting;
  const char *words = doctor_facts_get_string (facts, scope, "reply.words");
  if (g_once_init_enter (&ready)) {
    definite = doctor_phrases_new (definite_words);
    waiting = doctor_phrases_new (waiting_words);
    g_once_init_leave (&ready, 1);
  }
  return words != NULL && doctor_phrases_occur (definite, words)
         && !doctor_phrases_occur (waiting, words);
}

/* A reply that asks to wait has not looked at the password. */
static gboolean
is_temporary (DoctorFacts *facts, DoctorScope scope)
{
  return (doctor_facts_is (facts, scope, "reply.status", "temporary")
          && !is_definite (facts, scope))
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
    "oauth2 authentication | xoauth2auth* | xoauth2 login | oauth2 login | oauth login | oauth2 "
    "sign in";

static const DoctorPhrases *
get_used_phrases (void)
{
  static gsize ready = 0;
  if (g_once_init_enter (&ready))
    g_once_init_leave (&ready, (gsize)doctor_phrases_new (used_words));
  return (const DoctorPhrases *)ready;
}

/* Lists of what a server offers (RFC 9051 CAPABILITY, RFC 4954 EHLO) look like the commands, and
 * "password or access token" leaves open which it was. */
static char *
dup_without_offers (const char *words)
{
  static const char *const offers[]
    = { "AUTH=", "250-AUTH", "250 AUTH", "SASL-IR", "or access token" };
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
