#include "core/phrase-class.h"
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
  { "exceeded", "exceed* | reached | limit* | überschritten | erreicht | dépassé | atteint "
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

static const char *
lookup_class (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strlen (classes[i].name) == length && strncmp (classes[i].name, name, length) == 0)
      return classes[i].words;
  return NULL;
}

/* Appends @phrase, one alternative, with the words of its first class put in, and so on. */
static gboolean
expand (GString *out, const char *phrase)
{
  const char *open = strchr (phrase, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  const char *words = close != NULL ? lookup_class (open + 1, (gsize)(close - open - 1)) : NULL;
  if (open == NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? "|" : "", phrase);
  if (open == NULL || words == NULL)
    return open == NULL;
  g_auto (GStrv) list = g_strsplit (words, "|", -1);
  for (char **word = list; *word != NULL; word++) {
    g_autoptr (GString) one = g_string_new_len (phrase, open - phrase);
    g_string_append (one, g_strstrip (*word));
    g_string_append (one, close + 1);
    if (!expand (out, one->str))
      return FALSE;
  }
  return TRUE;
}

char *
doctor_phrase_dup_expanded (const char *alternatives)
{
  if (strchr (alternatives, '<') == NULL)
    return g_strdup (alternatives);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) phrases = g_strsplit (alternatives, "|", -1);
  for (char **phrase = phrases; *phrase != NULL; phrase++)
    if (!expand (out, g_strstrip (*phrase)))
      return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
