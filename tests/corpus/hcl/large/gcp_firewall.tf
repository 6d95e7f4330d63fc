/*
  Firewall rules, generated from the network plan and then edited by hand.
*/

resource "google_compute_firewall" "inventory_0" {
  name      = "inventory-0"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1000

  allow {
    protocol = "udp"
    ports    = ["52701", "10997"]
  }

  source_ranges = ["10.125.27.0/24", "10.81.116.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "support_1" {
  name      = "support-1"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1001

  allow {
    protocol = "udp"
    ports    = ["10052"]
  }

  source_ranges = ["10.14.161.0/24", "10.229.201.0/24", "10.171.236.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "catalog_2" {
  name      = "catalog-2"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1002

  allow {
    protocol = "udp"
    ports    = ["7812", "16895"]
  }

  source_ranges = ["10.248.93.0/24"]
  target_tags   = ["catalog"]
}

resource "google_compute_firewall" "shipping_3" {
  name      = "shipping-3"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1003

  allow {
    protocol = "udp"
    ports    = ["60627"]
  }

  source_ranges = ["10.24.99.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "identity_4" {
  name      = "identity-4"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1004

  allow {
    protocol = "udp"
    ports    = ["3768"]
  }

  source_ranges = ["10.250.75.0/24", "10.36.250.0/24", "10.163.4.0/24"]
  target_tags   = ["identity"]
}

resource "google_compute_firewall" "returns_5" {
  name      = "returns-5"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1005

  allow {
    protocol = "udp"
    ports    = ["9185", "29033", "127"]
  }

  source_ranges = ["10.73.47.0/24", "10.92.111.0/24", "10.10.233.0/24"]
  target_tags   = ["returns"]
}

resource "google_compute_firewall" "shipping_6" {
  name      = "shipping-6"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1006

  allow {
    protocol = "tcp"
    ports    = ["37444", "11842"]
  }

  source_ranges = ["10.215.46.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "reviews_7" {
  name      = "reviews-7"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1007

  allow {
    protocol = "tcp"
    ports    = ["11510", "12892", "39365"]
  }

  source_ranges = ["10.212.22.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "support_8" {
  name      = "support-8"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1008

  allow {
    protocol = "udp"
    ports    = ["11490", "13503"]
  }

  source_ranges = ["10.156.171.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "fraud_9" {
  name      = "fraud-9"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1009

  allow {
    protocol = "tcp"
    ports    = ["20188", "13258", "658"]
  }

  source_ranges = ["10.177.187.0/24"]
  target_tags   = ["fraud"]
}

resource "google_compute_firewall" "reviews_10" {
  name      = "reviews-10"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1010

  allow {
    protocol = "udp"
    ports    = ["60048", "3629", "33978"]
  }

  source_ranges = ["10.85.72.0/24", "10.215.163.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "inventory_11" {
  name      = "inventory-11"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1011

  allow {
    protocol = "udp"
    ports    = ["1013"]
  }

  source_ranges = ["10.233.195.0/24", "10.122.34.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "inventory_12" {
  name      = "inventory-12"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1012

  allow {
    protocol = "udp"
    ports    = ["12194"]
  }

  source_ranges = ["10.212.252.0/24", "10.93.9.0/24", "10.41.179.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "billing_13" {
  name      = "billing-13"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1013

  allow {
    protocol = "tcp"
    ports    = ["34068", "61088"]
  }

  source_ranges = ["10.247.132.0/24", "10.18.30.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "billing_14" {
  name      = "billing-14"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1014

  allow {
    protocol = "tcp"
    ports    = ["51061", "46609"]
  }

  source_ranges = ["10.147.192.0/24", "10.229.15.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "identity_15" {
  name      = "identity-15"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1015

  allow {
    protocol = "tcp"
    ports    = ["32428", "29258", "33641"]
  }

  source_ranges = ["10.135.205.0/24"]
  target_tags   = ["identity"]
}

resource "google_compute_firewall" "reviews_16" {
  name      = "reviews-16"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1016

  allow {
    protocol = "tcp"
    ports    = ["15961"]
  }

  source_ranges = ["10.57.158.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "search_17" {
  name      = "search-17"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1017

  allow {
    protocol = "tcp"
    ports    = ["20442"]
  }

  source_ranges = ["10.142.209.0/24", "10.244.7.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "payments_18" {
  name      = "payments-18"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1018

  allow {
    protocol = "tcp"
    ports    = ["48415", "12786", "17133"]
  }

  source_ranges = ["10.214.153.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "analytics_19" {
  name      = "analytics-19"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1019

  allow {
    protocol = "udp"
    ports    = ["15622", "46049", "29112"]
  }

  source_ranges = ["10.89.222.0/24"]
  target_tags   = ["analytics"]
}

resource "google_compute_firewall" "checkout_20" {
  name      = "checkout-20"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1020

  allow {
    protocol = "tcp"
    ports    = ["17893"]
  }

  source_ranges = ["10.119.126.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "media_21" {
  name      = "media-21"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1021

  allow {
    protocol = "udp"
    ports    = ["7998"]
  }

  source_ranges = ["10.103.226.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "search_22" {
  name      = "search-22"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1022

  allow {
    protocol = "tcp"
    ports    = ["9649"]
  }

  source_ranges = ["10.146.118.0/24", "10.191.101.0/24", "10.42.242.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "inventory_23" {
  name      = "inventory-23"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1023

  allow {
    protocol = "tcp"
    ports    = ["25477", "45474", "27557"]
  }

  source_ranges = ["10.214.154.0/24", "10.134.9.0/24", "10.101.248.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "payments_24" {
  name      = "payments-24"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1024

  allow {
    protocol = "udp"
    ports    = ["26261", "15754"]
  }

  source_ranges = ["10.183.111.0/24", "10.215.251.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "media_25" {
  name      = "media-25"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1025

  allow {
    protocol = "udp"
    ports    = ["55551", "36771"]
  }

  source_ranges = ["10.83.132.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "search_26" {
  name      = "search-26"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1026

  allow {
    protocol = "udp"
    ports    = ["57049"]
  }

  source_ranges = ["10.169.161.0/24", "10.2.93.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "checkout_27" {
  name      = "checkout-27"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1027

  allow {
    protocol = "tcp"
    ports    = ["21257"]
  }

  source_ranges = ["10.51.129.0/24", "10.171.5.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "catalog_28" {
  name      = "catalog-28"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1028

  allow {
    protocol = "tcp"
    ports    = ["63551", "26022"]
  }

  source_ranges = ["10.162.11.0/24", "10.207.250.0/24"]
  target_tags   = ["catalog"]
}

resource "google_compute_firewall" "support_29" {
  name      = "support-29"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1029

  allow {
    protocol = "tcp"
    ports    = ["56729"]
  }

  source_ranges = ["10.158.68.0/24", "10.234.173.0/24", "10.159.69.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "analytics_30" {
  name      = "analytics-30"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1030

  allow {
    protocol = "tcp"
    ports    = ["6587", "16423", "7976"]
  }

  source_ranges = ["10.3.111.0/24", "10.60.243.0/24", "10.10.73.0/24"]
  target_tags   = ["analytics"]
}

resource "google_compute_firewall" "checkout_31" {
  name      = "checkout-31"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1031

  allow {
    protocol = "udp"
    ports    = ["42436", "10944"]
  }

  source_ranges = ["10.15.152.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "support_32" {
  name      = "support-32"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1032

  allow {
    protocol = "udp"
    ports    = ["30568"]
  }

  source_ranges = ["10.136.238.0/24", "10.37.112.0/24", "10.31.130.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "search_33" {
  name      = "search-33"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1033

  allow {
    protocol = "udp"
    ports    = ["37837", "18895"]
  }

  source_ranges = ["10.62.188.0/24", "10.22.189.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "reviews_34" {
  name      = "reviews-34"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1034

  allow {
    protocol = "udp"
    ports    = ["39974", "45537"]
  }

  source_ranges = ["10.56.166.0/24", "10.98.51.0/24", "10.140.181.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "billing_35" {
  name      = "billing-35"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1035

  allow {
    protocol = "udp"
    ports    = ["19904", "40161", "31317"]
  }

  source_ranges = ["10.209.79.0/24", "10.7.62.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "billing_36" {
  name      = "billing-36"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1036

  allow {
    protocol = "tcp"
    ports    = ["33584"]
  }

  source_ranges = ["10.98.248.0/24", "10.149.101.0/24", "10.3.236.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "billing_37" {
  name      = "billing-37"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1037

  allow {
    protocol = "tcp"
    ports    = ["21231"]
  }

  source_ranges = ["10.83.125.0/24", "10.69.72.0/24", "10.224.252.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "catalog_38" {
  name      = "catalog-38"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1038

  allow {
    protocol = "udp"
    ports    = ["50603"]
  }

  source_ranges = ["10.40.141.0/24"]
  target_tags   = ["catalog"]
}

resource "google_compute_firewall" "checkout_39" {
  name      = "checkout-39"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1039

  allow {
    protocol = "udp"
    ports    = ["43105", "4065"]
  }

  source_ranges = ["10.99.213.0/24", "10.112.90.0/24", "10.188.195.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "checkout_40" {
  name      = "checkout-40"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1040

  allow {
    protocol = "tcp"
    ports    = ["48408", "61208", "10127"]
  }

  source_ranges = ["10.86.171.0/24", "10.90.35.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "analytics_41" {
  name      = "analytics-41"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1041

  allow {
    protocol = "tcp"
    ports    = ["40027", "55706", "18137"]
  }

  source_ranges = ["10.24.189.0/24", "10.219.190.0/24", "10.236.194.0/24"]
  target_tags   = ["analytics"]
}

resource "google_compute_firewall" "returns_42" {
  name      = "returns-42"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1042

  allow {
    protocol = "udp"
    ports    = ["46436", "41428", "59947"]
  }

  source_ranges = ["10.32.105.0/24", "10.222.26.0/24", "10.1.105.0/24"]
  target_tags   = ["returns"]
}

resource "google_compute_firewall" "pricing_43" {
  name      = "pricing-43"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1043

  allow {
    protocol = "tcp"
    ports    = ["26051", "63095"]
  }

  source_ranges = ["10.38.106.0/24", "10.217.200.0/24", "10.71.223.0/24"]
  target_tags   = ["pricing"]
}

resource "google_compute_firewall" "media_44" {
  name      = "media-44"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1044

  allow {
    protocol = "tcp"
    ports    = ["55817", "29641"]
  }

  source_ranges = ["10.117.73.0/24", "10.185.90.0/24", "10.74.90.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "shipping_45" {
  name      = "shipping-45"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1045

  allow {
    protocol = "udp"
    ports    = ["21103", "444", "51582"]
  }

  source_ranges = ["10.217.253.0/24", "10.127.97.0/24", "10.113.76.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "search_46" {
  name      = "search-46"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1046

  allow {
    protocol = "udp"
    ports    = ["28551"]
  }

  source_ranges = ["10.96.148.0/24", "10.59.22.0/24", "10.210.235.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "billing_47" {
  name      = "billing-47"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1047

  allow {
    protocol = "udp"
    ports    = ["54930", "15903", "62834"]
  }

  source_ranges = ["10.52.248.0/24", "10.109.228.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "support_48" {
  name      = "support-48"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1048

  allow {
    protocol = "tcp"
    ports    = ["3110"]
  }

  source_ranges = ["10.144.229.0/24", "10.127.76.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "support_49" {
  name      = "support-49"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1049

  allow {
    protocol = "udp"
    ports    = ["40632", "28650", "33912"]
  }

  source_ranges = ["10.186.175.0/24", "10.110.99.0/24", "10.118.91.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "payments_50" {
  name      = "payments-50"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1050

  allow {
    protocol = "udp"
    ports    = ["62122", "681"]
  }

  source_ranges = ["10.17.134.0/24", "10.58.25.0/24", "10.104.95.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "reviews_51" {
  name      = "reviews-51"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1051

  allow {
    protocol = "udp"
    ports    = ["36788", "60845", "37622"]
  }

  source_ranges = ["10.225.48.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "shipping_52" {
  name      = "shipping-52"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1052

  allow {
    protocol = "udp"
    ports    = ["28847", "50288"]
  }

  source_ranges = ["10.230.150.0/24", "10.87.177.0/24", "10.135.191.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "inventory_53" {
  name      = "inventory-53"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1053

  allow {
    protocol = "tcp"
    ports    = ["23772"]
  }

  source_ranges = ["10.93.250.0/24", "10.19.211.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "identity_54" {
  name      = "identity-54"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1054

  allow {
    protocol = "tcp"
    ports    = ["42987"]
  }

  source_ranges = ["10.176.87.0/24", "10.210.239.0/24"]
  target_tags   = ["identity"]
}

resource "google_compute_firewall" "reviews_55" {
  name      = "reviews-55"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1055

  allow {
    protocol = "udp"
    ports    = ["10250", "34345", "19001"]
  }

  source_ranges = ["10.53.129.0/24", "10.228.48.0/24", "10.105.46.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "payments_56" {
  name      = "payments-56"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1056

  allow {
    protocol = "tcp"
    ports    = ["37347", "41375"]
  }

  source_ranges = ["10.185.10.0/24", "10.177.105.0/24", "10.2.201.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "payments_57" {
  name      = "payments-57"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1057

  allow {
    protocol = "udp"
    ports    = ["45266", "36237", "257"]
  }

  source_ranges = ["10.101.215.0/24", "10.25.150.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "payments_58" {
  name      = "payments-58"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1058

  allow {
    protocol = "tcp"
    ports    = ["11482"]
  }

  source_ranges = ["10.196.141.0/24", "10.145.68.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "inventory_59" {
  name      = "inventory-59"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1059

  allow {
    protocol = "tcp"
    ports    = ["13012", "26942", "39436"]
  }

  source_ranges = ["10.37.40.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "reviews_60" {
  name      = "reviews-60"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1060

  allow {
    protocol = "tcp"
    ports    = ["6561"]
  }

  source_ranges = ["10.43.242.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "reviews_61" {
  name      = "reviews-61"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1061

  allow {
    protocol = "udp"
    ports    = ["40174", "28222"]
  }

  source_ranges = ["10.166.3.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "analytics_62" {
  name      = "analytics-62"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1062

  allow {
    protocol = "udp"
    ports    = ["46889"]
  }

  source_ranges = ["10.90.70.0/24"]
  target_tags   = ["analytics"]
}

resource "google_compute_firewall" "search_63" {
  name      = "search-63"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1063

  allow {
    protocol = "tcp"
    ports    = ["41203", "6518"]
  }

  source_ranges = ["10.16.89.0/24", "10.49.115.0/24", "10.159.98.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "payments_64" {
  name      = "payments-64"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1064

  allow {
    protocol = "tcp"
    ports    = ["58363"]
  }

  source_ranges = ["10.149.195.0/24", "10.245.11.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "returns_65" {
  name      = "returns-65"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1065

  allow {
    protocol = "tcp"
    ports    = ["15617", "16341", "14608"]
  }

  source_ranges = ["10.40.238.0/24"]
  target_tags   = ["returns"]
}

resource "google_compute_firewall" "media_66" {
  name      = "media-66"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1066

  allow {
    protocol = "tcp"
    ports    = ["404", "58909"]
  }

  source_ranges = ["10.77.107.0/24", "10.154.64.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "support_67" {
  name      = "support-67"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1067

  allow {
    protocol = "udp"
    ports    = ["15921"]
  }

  source_ranges = ["10.99.172.0/24", "10.183.149.0/24", "10.56.105.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "identity_68" {
  name      = "identity-68"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1068

  allow {
    protocol = "udp"
    ports    = ["31745", "1470", "51955"]
  }

  source_ranges = ["10.22.44.0/24"]
  target_tags   = ["identity"]
}

resource "google_compute_firewall" "search_69" {
  name      = "search-69"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1069

  allow {
    protocol = "udp"
    ports    = ["12226", "501"]
  }

  source_ranges = ["10.101.143.0/24", "10.92.29.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "billing_70" {
  name      = "billing-70"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1070

  allow {
    protocol = "udp"
    ports    = ["26424", "42683"]
  }

  source_ranges = ["10.246.31.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "shipping_71" {
  name      = "shipping-71"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1071

  allow {
    protocol = "udp"
    ports    = ["16053", "25387", "12531"]
  }

  source_ranges = ["10.72.88.0/24", "10.60.111.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "payments_72" {
  name      = "payments-72"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1072

  allow {
    protocol = "udp"
    ports    = ["1658", "22376", "52749"]
  }

  source_ranges = ["10.61.180.0/24"]
  target_tags   = ["payments"]
}

resource "google_compute_firewall" "search_73" {
  name      = "search-73"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1073

  allow {
    protocol = "tcp"
    ports    = ["17673"]
  }

  source_ranges = ["10.213.201.0/24", "10.32.142.0/24", "10.113.119.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "inventory_74" {
  name      = "inventory-74"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1074

  allow {
    protocol = "tcp"
    ports    = ["24112"]
  }

  source_ranges = ["10.55.184.0/24", "10.103.96.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "analytics_75" {
  name      = "analytics-75"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1075

  allow {
    protocol = "tcp"
    ports    = ["62321", "31193"]
  }

  source_ranges = ["10.52.58.0/24", "10.219.115.0/24", "10.172.33.0/24"]
  target_tags   = ["analytics"]
}

resource "google_compute_firewall" "fraud_76" {
  name      = "fraud-76"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1076

  allow {
    protocol = "udp"
    ports    = ["58958", "28859", "38507"]
  }

  source_ranges = ["10.136.63.0/24", "10.103.155.0/24"]
  target_tags   = ["fraud"]
}

resource "google_compute_firewall" "reviews_77" {
  name      = "reviews-77"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1077

  allow {
    protocol = "tcp"
    ports    = ["57173"]
  }

  source_ranges = ["10.173.131.0/24"]
  target_tags   = ["reviews"]
}

resource "google_compute_firewall" "checkout_78" {
  name      = "checkout-78"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1078

  allow {
    protocol = "udp"
    ports    = ["50578", "50123", "25220"]
  }

  source_ranges = ["10.168.183.0/24"]
  target_tags   = ["checkout"]
}

resource "google_compute_firewall" "media_79" {
  name      = "media-79"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1079

  allow {
    protocol = "tcp"
    ports    = ["984", "25555"]
  }

  source_ranges = ["10.22.177.0/24", "10.45.198.0/24", "10.217.59.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "billing_80" {
  name      = "billing-80"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1080

  allow {
    protocol = "tcp"
    ports    = ["58414", "7141", "4462"]
  }

  source_ranges = ["10.233.92.0/24", "10.206.128.0/24", "10.194.76.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "catalog_81" {
  name      = "catalog-81"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1081

  allow {
    protocol = "tcp"
    ports    = ["20400", "5764", "14839"]
  }

  source_ranges = ["10.32.209.0/24", "10.183.102.0/24"]
  target_tags   = ["catalog"]
}

resource "google_compute_firewall" "identity_82" {
  name      = "identity-82"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1082

  allow {
    protocol = "udp"
    ports    = ["55337", "59568"]
  }

  source_ranges = ["10.198.160.0/24", "10.225.160.0/24"]
  target_tags   = ["identity"]
}

resource "google_compute_firewall" "inventory_83" {
  name      = "inventory-83"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1083

  allow {
    protocol = "tcp"
    ports    = ["11561", "1939"]
  }

  source_ranges = ["10.173.204.0/24", "10.169.176.0/24"]
  target_tags   = ["inventory"]
}

resource "google_compute_firewall" "billing_84" {
  name      = "billing-84"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1084

  allow {
    protocol = "udp"
    ports    = ["43193"]
  }

  source_ranges = ["10.179.118.0/24", "10.63.216.0/24", "10.102.90.0/24"]
  target_tags   = ["billing"]
}

resource "google_compute_firewall" "support_85" {
  name      = "support-85"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1085

  allow {
    protocol = "tcp"
    ports    = ["19103"]
  }

  source_ranges = ["10.69.233.0/24"]
  target_tags   = ["support"]
}

resource "google_compute_firewall" "media_86" {
  name      = "media-86"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1086

  allow {
    protocol = "tcp"
    ports    = ["44396", "2652", "26520"]
  }

  source_ranges = ["10.155.41.0/24"]
  target_tags   = ["media"]
}

resource "google_compute_firewall" "shipping_87" {
  name      = "shipping-87"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1087

  allow {
    protocol = "tcp"
    ports    = ["10237", "24953"]
  }

  source_ranges = ["10.10.141.0/24", "10.79.161.0/24", "10.163.241.0/24"]
  target_tags   = ["shipping"]
}

resource "google_compute_firewall" "search_88" {
  name      = "search-88"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1088

  allow {
    protocol = "tcp"
    ports    = ["32630", "46966", "34130"]
  }

  source_ranges = ["10.236.111.0/24", "10.171.175.0/24"]
  target_tags   = ["search"]
}

resource "google_compute_firewall" "media_89" {
  name      = "media-89"
  network   = google_compute_network.main.self_link
  direction = "INGRESS"
  priority  = 1089

  allow {
    protocol = "udp"
    ports    = ["7332"]
  }

  source_ranges = ["10.73.230.0/24", "10.10.224.0/24", "10.218.149.0/24"]
  target_tags   = ["media"]
}
