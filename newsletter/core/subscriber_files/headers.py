"""What headers call a column, in the languages of those who wrote them; capitals, spaces and signs do not count."""

from collections.abc import Mapping

SYNONYMS: Mapping[str, str] = {
    "EMAIL": """email, e-mail, mail, email address, emailaddress, e-mail address, email id, mail address, subscriber
        email, user email, address email, email_address, e-mail-adresse, email-adresse, mailadresse, e-mail
        adresse, adresse e-mail, adresse email, adresse électronique, adresse courriel, courriel, correo,
        correo electrónico, dirección de correo, dirección de correo electrónico, dirección de email,
        indirizzo email, indirizzo e-mail, posta elettronica, endereço de email, endereço de e-mail,
        endereço de correio eletrónico, correio eletrónico, e-mailadres, emailadres, e-postadress, epost,
        e-post, e-postadresse, sähköposti, sähköpostiosoite, adres e-mail, adres email, e-mailová adresa,
        e-mail cím, eposta, e-posta adresi, почта, электронная почта, адрес электронной почты, メールアドレス,
        电子邮件, 电子邮件地址, 電子郵件, 이메일, 이메일 주소, דואר אלקטרוני, البريد الإلكتروني""",
    "FIRST_NAME": """first name, firstname, fname, given name, forename, vorname, prénom, nombre, nome, primeiro nome,
        voornaam, förnamn, fornavn, etunimi, imię, jméno, имя""",
    "LAST_NAME": """last name, lastname, lname, surname, family name, nachname, familienname, nom, nom de famille,
        apellido, apellidos, cognome, sobrenome, apelido, achternaam, efternamn, etternavn, sukunimi,
        nazwisko, фамилия""",
    "NAME": "name, full name, fullname, display name, subscriber name, ganzer name, nom complet, nombre completo",
    "LANGUAGE": "language, lang, locale, sprache, langue, idioma, lingua, taal, preferred language",
    "ZONE": "timezone, time zone, tz, zeitzone, fuseau horaire, zona horaria, fuso orario",
    "TAGS": "tags, tag, labels, groups, schlagworte, étiquettes, etiquetas, etichette",
    "STATE": "status, state, subscription status, subscriber status, email status, statut, estado, stato",
    "AGREED_AT": """optin time, opt-in time, opt in time, optin date, opt-in date, opted in at, optin at, agreed at,
        consent at, consent time, consent date, consent timestamp, subscribed at, subscribed on, subscribe
        date, subscription date, date subscribed, subscribed, signup date, sign-up date, signed up at,
        signed up, date added, angemeldet am, anmeldedatum, eingetragen am, date d'inscription, inscrit le,
        fecha de suscripción, fecha de alta, data di iscrizione, data de inscrição""",
    "CONFIRMED_AT": """confirm time, confirmed at, confirmation time, confirmation date, confirmed on,
        double opt-in date, doi date, bestätigt am, confirmé le, confirmado el""",
    "AGREED_IP": "optin ip, opt-in ip, signup ip, sign-up ip, ip address, ip, consent ip, ip-adresse, adresse ip",
    "CONFIRMED_IP": "confirm ip, confirmation ip, confirmed ip",
    "LEFT_AT": """unsub time, unsubscribed at, unsubscribe date, unsubscribed on, unsubscribe time, cancelled at,
        canceled at, left at, abgemeldet am, désinscrit le, fecha de baja, opt-out time, opt-out date,
        optout time""",
    "CLEANED_AT": "clean time, cleaned at, bounced at, bounce date, bounced on, hard bounced at",
    "COMPLAINED_AT": "complained at, complaint date, spam complaint at, complaint time, abuse time",
    "DISABLED": "email disabled, emails disabled, unsubscribed, opted out, opt out, optout, do not email",
    "WANTED": "subscribed to emails, email opt in, accepts marketing, accepts email marketing, receives emails",
    "DELETED_AT": "deleted at, deleted on",
}
"""Names of `Column`, each with headers parted by commas."""
