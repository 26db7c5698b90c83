#include "core/phrase-class.h"
#include "core/phrase.h"
#include <string.h>

/* Of server programs, providers and clients, in the languages in which they speak. A class has
 * words of one kind that may be put for one another in any phrase; what fits beside one word
 * only stays in its rule. */
static const struct {
  const char *name, *words;
} classes[] = {
  { "account", "account* | user* | konto | benutzer* | compte | utilisateur | cuenta | usuario "
               "| conta | utente | アカウント | ユーザ | 账号 | 帐号 | 账户 | 帐户 | 用户" },
  { "locked", "locked | suspended | blocked | disabled | deactivated | inactive | frozen | banned "
              "| barred | gesperrt | deaktiviert | inaktiv | bloqué | suspendu | désactivé "
              "| verrouillé | bloquead* | suspendid* | suspens* | desactivad* | bloccat* | sospes* "
              "| disabilitat* | ロック | 停止 | 無効 | 凍結 | 冻结 | 锁定 | 停用 | 禁用 | 封禁" },
  { "too many", "too many | exceed* | excessive | maximum | zu viele | trop de | demasiad* "
                "| troppi | troppe | слишком много" },
  { "attempt", "attempt* | tries | retries | guesses | versuche | fehlversuche | anmelde* "
               "| tentative* | échecs | intentos | tentativi | попыт*" },
  { "connection", "connection* | session* | clients | processes | sockets | verbindungen | "
                  "connexions | conexiones | connessioni | соединений" },
  { "exceeded", "exceed* | reached | limit* | überschritten | erreicht | dépassé* | atteint* "
                "| excedid* | superat* | raggiunt* | превышен* | 上限 | 超" },
  { "wrong", "invalid* | incorrect* | wrong | illegal | not valid | not correct "
             "| not accepted | not recogni* | rejected | denied | refused | mismatch | not match "
             "| doesn't match | falsch* | ungültig* | mauvais | erroné* | inválid* | incorret* "
             "| errat* | onjuist* | nieprawidłow* | błędn* | neplatn* | chybn* | неверн* "
             "| неправильн* | невірн*" },
  { "credential", "password* | passphrase | passwd | passcode | credential* | login | logon "
                  "| username | passwort | kennwort | benutzername | mot de passe | identifiant* "
                  "| contraseña | credencial* | senha | credenziali | wachtwoord | hasło | heslo "
                  "| пароль" },
  { "no such",
    "invalid | unknown | no such | bad | wrong | incorrect | not found | not known "
    "| does not exist | doesn't exist | not recogni* | unbekannt | inconnu "
    "| desconocid* | sconosciut* | no longer valid | nicht gefunden | existiert nicht "
    "| n'existe pas | introuvable | no existe | non esiste | não existe | inexistente "
    "| неизвестн* | не найден* | не существует | bestaat niet | onbekend* | nie istnieje "
    "| 不明 | 見つかりません | 存在しません | 不存在" },
  { "not allowed",
    "not allowed | not permitted | not authorized | not authorised | not entitled "
    "| may not | unauthorized | unauthorised | forbidden | prohibited | nicht erlaubt "
    "| nicht berechtigt | non autorisé | pas autorisé | no autorizado | non autorizzato "
    "| не разрешено | 許可されていません | 不允许" },
  { "recipient",
    "recipient | recipients | addressee | mailbox | mail box | empfänger | destinataire "
    "| destinataires | boîte | destinatario | destinatari | destinatário | получатель "
    "| получателя | ontvanger | 宛先 | 受信者 | メールボックス | 收件人 | 邮箱" },
  { "sender", "sender | from address | mail from | envelope from | absender | expéditeur "
              "| remitente | mittente | remetente | отправитель | afzender | 差出人 | 送信者 "
              "| 发件人 | 发信人" },
  { "message", "message | messages | mail | email | nachricht | mensaje | messaggio | mensagem "
               "| письмо | сообщение | メール | メッセージ | 邮件 | 郵件" },
  { "too big", "too big | too large | too long | larger than | bigger than | oversize* | zu groß "
               "| trop volumineu* | trop gros* | demasiado grande | troppo grande | muito grande "
               "| слишком большо* | te groot | 大きすぎ | 过大 | 太大" },
  { "cannot", "unable to | could not | couldn't | cannot | can't | failed to "
              "| not able to | impossible to" },
  { "unsupported", "not support* | unsupported | not available | not offered | not allowed "
                   "| not permitted | not implemented | not accepted | not enabled | disabled "
                   "| unknown | invalid | unrecogni* | not recogni* | unavailable" },
};

/* One for each class and way in which its ends are closed. */
enum { N_WAYS = 4 };
G_STATIC_ASSERT (G_N_ELEMENTS (classes) * N_WAYS < G_MAXINT8);

gboolean
doctor_phrase_put_literal (GString *out, const char *text, gsize length, guint closed)
{
  g_autofree char *copy = g_strndup (text, length);
  const char *trimmed = g_strstrip (copy);
  g_autofree char *plain = doctor_phrase_dup_plain (trimmed);
  gsize n = strlen (plain);
  if (n < 3)
    return FALSE;
  gboolean open_start = trimmed[0] == '*' || (guchar)plain[1] >= 0x80;
  gboolean open_end = g_str_has_suffix (trimmed, "*") || (guchar)plain[n - 2] >= 0x80;
  gsize from = open_start && (closed & DOCTOR_CLOSED_START) == 0 ? 1 : 0;
  gsize until = open_end && (closed & DOCTOR_CLOSED_END) == 0 ? n - 1 : n;
  g_string_append_len (out, plain + from, (gssize)(until - from));
  g_string_append_c (out, '\0');
  return TRUE;
}

/* G_N_ELEMENTS (classes) when there is none. */
static guint
find_class (const char *bracket)
{
  gsize length = strcspn (bracket + 1, ">");
  guint i = 0;
  while (i < G_N_ELEMENTS (classes)
         && (strlen (classes[i].name) != length || bracket[length + 1] != '>'
             || strncmp (classes[i].name, bracket + 1, length) != 0))
    i++;
  return i;
}

const char *
doctor_phrase_class_find (const char *bracket)
{
  guint i = find_class (bracket);
  return i < G_N_ELEMENTS (classes) ? classes[i].words : NULL;
}

gboolean
doctor_phrase_classes_known (const char *alternatives)
{
  for (const char *p = alternatives; (p = strchr (p, '<')) != NULL; p++)
    if (doctor_phrase_class_find (p) == NULL)
      return FALSE;
  return TRUE;
}

char
doctor_phrase_class_number (const char *bracket, guint closed)
{
  return (char)(find_class (bracket) * N_WAYS + closed + 1);
}

static char *
dup_literals (const char *words, guint closed)
{
  GString *literals = g_string_new (NULL);
  for (const char *word = words; word != NULL; word = strchr (word, '|')) {
    word += *word == '|';
    doctor_phrase_put_literal (literals, word, strcspn (word, "|"), closed);
  }
  return g_string_free (literals, FALSE); /* which has one more NUL */
}

const char *
doctor_phrase_class_get (char number)
{
  static gsize sets[G_N_ELEMENTS (classes) * N_WAYS];
  guint i = (guint)number - 1;
  if (g_once_init_enter (&sets[i]))
    g_once_init_leave (&sets[i], (gsize)dup_literals (classes[i / N_WAYS].words, i % N_WAYS));
  return (const char *)sets[i];
}
